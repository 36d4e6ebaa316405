-- The lives that ended in a time, as known by a date, whether the customer is back by then or not: the table `lost`.
-- What costs nothing to tell is asked for first: whoever left in the time bought within a patience before it, and not
-- again until after its first day.
SELECT
    customer, first_day, day AS last_day, left_on,
    CASE WHEN next_day < $as_of THEN next_day END AS back_on,
    nth AS purchase_days,
    coalesce(spent_year, 0) AS value_lost
FROM marks
WHERE
    day >= $earliest AND day < $latest AND coalesce(next_day, DATE '9999-12-31') > $left_from
    AND ends AND left_on >= $left_from AND left_on < $left_until
