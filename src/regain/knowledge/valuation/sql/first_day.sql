-- The first day anybody bought on.
SELECT min(day) AS first FROM days
