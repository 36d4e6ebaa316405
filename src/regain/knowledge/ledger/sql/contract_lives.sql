-- The lives of contract customers, in the columns of lives.sql. Spend is what the contracts ran to.
SELECT
    customer,
    min(first_day) AS first_day,
    max(coalesce(ended_on, $as_of - 1)) AS last_day,
    count(*) AS purchase_days,
    sum(worth) AS spent,
    CAST(0 AS DECIMAL(18, 4)) AS spent_first,
    max(spent_year) FILTER (WHERE is_last) AS spent_year,
    count(*) AS lives,
    max(day) AS life_began_on,
    sum(worth) FILTER (WHERE NOT is_last) AS spent_before_life,
    max(left_on) FILTER (WHERE NOT is_last) AS left_before_on,
    $grace AS allowed,
    max(left_on) FILTER (WHERE is_last AND ends) AS left_on,
    max(amount_month) FILTER (WHERE is_last) * 6 AS spent_lately,
    max(amount_month_first) FILTER (WHERE is_last) * 12 AS spent_usually,
    CAST(9 AS BIGINT) AS days_usually,
    CASE max(status) FILTER (WHERE is_last AND ends)
        WHEN 'unpaid' THEN 'unpaid' WHEN 'declared' THEN 'declared' ELSE 'contract end'
    END AS ended_kind
FROM (
    SELECT *, CAST(
        amount_month * (1 + date_diff('day', day, coalesce(ended_on, $as_of - 1))) / 30.4375 AS DECIMAL(18, 4)
    ) AS worth
    FROM marks
) AS spans
GROUP BY customer
