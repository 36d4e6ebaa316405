-- The same for contracts: every later span is a life begun by a return.
SELECT
    customer, day AS began_on, coalesce(ended_on, $as_of - 1) AS last_day,
    CASE WHEN ends THEN left_on END AS left_on, allowed,
    CAST(amount_month * (1 + date_diff('day', day, coalesce(ended_on, $as_of - 1))) / 30.4375 AS DOUBLE) AS spent
FROM marks
WHERE nth > 1
