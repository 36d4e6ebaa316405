-- The first day a contract began on.
SELECT min(started_on) AS first FROM contracts
