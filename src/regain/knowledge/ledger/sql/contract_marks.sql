-- The same marks as for free purchase, one row per contract span: when it began, and when its end outlasted the grace.
SELECT
    customer, began_on AS day, life AS nth,
    min(began_on) OVER (PARTITION BY customer) AS first_day,
    lag(ended_on) OVER (PARTITION BY customer ORDER BY life) AS previous_day,
    lead(began_on) OVER (PARTITION BY customer ORDER BY life) AS next_day,
    ended_on,
    ended_on + $grace AS left_on,
    $grace AS allowed,
    life = max(life) OVER (PARTITION BY customer) AS is_last,
    TRUE AS begins,
    ended_on IS NOT NULL AND ended_on + $grace < $as_of AS ends,
    status, amount_month, amount_month_first,
    CAST(amount_month * 12 AS DECIMAL(18, 4)) AS spent_year
FROM contract_spans
