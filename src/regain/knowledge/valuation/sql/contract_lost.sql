-- The same for contracts: the unbroken spans whose end outlasted the grace in a time. A span counts as one purchase day.
SELECT
    customer, first_day, ended_on AS last_day, left_on,
    CASE WHEN next_day < $as_of THEN next_day END AS back_on,
    nth AS purchase_days,
    coalesce(spent_year, 0) AS value_lost
FROM marks
WHERE ends AND left_on >= $left_from AND left_on < $left_until
