-- Every life of one customer, oldest first.
SELECT
    life, min(day) AS began_on, max(day) AS last_day, count(*) AS purchase_days, sum(spent) AS spent,
    max(left_on) FILTER (WHERE ends) AS left_on
FROM (
    SELECT *, sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER (ORDER BY day) AS life
    FROM marks
    WHERE customer = $customer
) AS numbered
GROUP BY life
ORDER BY life
