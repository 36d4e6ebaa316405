-- What a customer had bought for in the year up to their last purchase before a day.
SELECT spent_year AS value_lost
FROM days
WHERE customer = $customer AND day <= $left_on
ORDER BY day DESC
LIMIT 1
