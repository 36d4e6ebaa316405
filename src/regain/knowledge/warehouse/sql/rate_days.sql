-- The exchange rate of each foreign currency on each day it is needed: the latest one on or before that day.
WITH needed AS (
    SELECT DISTINCT CASE WHEN currency = '' THEN $currency ELSE currency END AS currency, $day AS day FROM $lines
),
foreign_days AS (
    SELECT currency, day FROM needed WHERE currency <> $company AND day IS NOT NULL
)
SELECT
    wanted.currency,
    wanted.day,
    arg_max(rates.rate, rates.day) AS rate
FROM foreign_days AS wanted
INNER JOIN rates ON rates.currency = wanted.currency AND rates.day <= wanted.day
GROUP BY wanted.currency, wanted.day
