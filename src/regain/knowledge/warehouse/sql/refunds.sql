-- What a customer got back, day by day, as a positive number.
SELECT
    customer,
    day,
    CAST(-sum(amount) AS DECIMAL(18, 4)) AS refunded,
    CAST(count(*) AS INTEGER) AS lines
FROM lines
WHERE kind = 'refund'
GROUP BY customer, day
