-- Every contract span of one customer, oldest first, in the columns of customer_lives.sql.
SELECT
    nth AS life, day AS began_on, coalesce(ended_on, day) AS last_day, 1 AS purchase_days, spent_year AS spent,
    CASE WHEN ends THEN left_on END AS left_on
FROM marks
WHERE customer = $customer
ORDER BY nth
