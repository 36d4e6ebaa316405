-- What every customer bought by a date and in the year before it, what that cost where every sale says so, and what
-- late payment cost.
SELECT
    days.customer,
    sum(days.spent) AS spent,
    coalesce(sum(days.spent) FILTER (WHERE days.day >= $since), 0) AS year_spent,
    CASE WHEN count(days.margin) = count(*) THEN sum(days.spent - days.margin) END AS goods,
    coalesce(sum(days.spent - days.margin) FILTER (WHERE days.day >= $since), 0) AS year_goods,
    coalesce(sum(CAST(days.spent * late.amount / 100 AS DECIMAL(18, 4))), 0) AS late,
    coalesce(sum(CAST(days.spent * late.amount / 100 AS DECIMAL(18, 4))) FILTER (WHERE days.day >= $since), 0)
        AS year_late
FROM days
LEFT JOIN cost_rates AS late
    ON late.cause = 'late payment' AND late.valid_from <= days.day AND days.day < late.valid_until
WHERE days.day < $as_of
GROUP BY days.customer
