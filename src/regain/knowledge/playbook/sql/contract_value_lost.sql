-- What a customer's last contract that had begun by a day was worth a year.
SELECT CAST(amount_month * 12 AS DECIMAL(18, 4)) AS value_lost
FROM contracts
WHERE customer = $customer AND started_on <= $left_on AND amount_month IS NOT NULL
ORDER BY started_on DESC
LIMIT 1
