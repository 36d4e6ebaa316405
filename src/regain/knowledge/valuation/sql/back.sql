-- Every life begun by a return: from when to when, how long a silence may last after it, and what it brought.
SELECT
    customer, min(day) AS began_on, max(day) AS last_day, max(left_on) FILTER (WHERE ends) AS left_on,
    arg_max(allowed, day) AS allowed, CAST(sum(spent) AS DOUBLE) AS spent
FROM (
    SELECT *, sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER (PARTITION BY customer ORDER BY day) AS life
    FROM marks
) AS numbered
WHERE life > 1
GROUP BY customer, life
