-- One row per customer: their lives up to a date, and whether the last one is over.
SELECT
    customer,
    min(first_day) AS first_day,
    max(day) AS last_day,
    max(nth) AS purchase_days,
    max(spent_before + spent) AS spent,
    max(spent) FILTER (WHERE nth = 1) AS spent_first,
    max(spent_year) FILTER (WHERE is_last) AS spent_year,
    count(*) FILTER (WHERE begins) AS lives,
    max(day) FILTER (WHERE begins) AS life_began_on,
    max(spent_before) FILTER (WHERE begins) AS spent_before_life,
    max(left_before_on) FILTER (WHERE begins) AS left_before_on,
    max(allowed) FILTER (WHERE is_last) AS allowed,
    max(left_on) FILTER (WHERE is_last AND ends) AS left_on,
    coalesce(sum(spent) FILTER (WHERE day >= $as_of - 182), 0) AS spent_lately,
    coalesce(sum(spent) FILTER (WHERE day >= $as_of - 546 AND day < $as_of - 182), 0) AS spent_usually,
    count(*) FILTER (WHERE day >= $as_of - 546 AND day < $as_of - 182) AS days_usually,
    'lapse' AS ended_kind
FROM marks
GROUP BY customer
