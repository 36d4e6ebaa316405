-- The same for contracts: every unbroken span that ended by a date. Spend is what the contracts ran to.
SELECT
    customer, ended_on AS last_day, left_on, allowed AS patience, nth AS purchases, ended_on - first_day AS length,
    CAST(sum(amount_month * (1 + date_diff('day', day, ended_on)) / 30.4375) OVER (
        PARTITION BY customer ORDER BY nth
    ) AS DOUBLE) AS spent,
    CASE WHEN next_day < $as_of THEN next_day END AS back_on
FROM marks
WHERE ends
