-- Every life that ended by a date: what it had been, and the day of a return known by then.
SELECT
    customer, day AS last_day, left_on, allowed AS patience, nth AS purchases, day - first_day AS length,
    CAST(spent_before + spent AS DOUBLE) AS spent,
    CASE WHEN next_day < $as_of THEN next_day END AS back_on
FROM marks
WHERE ends
