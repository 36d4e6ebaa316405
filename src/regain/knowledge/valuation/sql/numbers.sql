-- The numbers of the lives of a bucket, in the order of their rows.
SELECT
    row,
    purchase_days - 1 AS frequency,
    last_day - first_day AS recency,
    $as_of - first_day AS age,
    CASE WHEN purchase_days > 1 THEN CAST(spent - spent_first AS DOUBLE) / (purchase_days - 1) ELSE 0 END AS spend,
    left_on IS NULL AS alive,
    silence,
    $as_of - life_began_on AS life_days,
    CAST(spent_lately AS DOUBLE) / 6 AS monthly_lately,
    CAST(spent AS DOUBLE) AS spent,
    greatest(0, kept) * CAST(spent AS DOUBLE) / greatest(1, (last_day + allowed - first_day) / 30.4375) AS monthly,
    CAST(spent AS DOUBLE) / greatest(1, (last_day + allowed - first_day) / 30.4375) AS monthly_spent,
    purchase_days,
    kept,
    allowed,
    least(1, greatest(0, coalesce(CAST(refunded AS DOUBLE) / nullif(CAST(spent AS DOUBLE), 0), 0))) AS refunded_share,
    coalesce(told.complaints, 0) AS complaints
FROM numbered
LEFT JOIN (
    SELECT customer, count(*) AS complaints
    FROM contacts
    WHERE day < $as_of AND lower(kind) LIKE '%complain%'
    GROUP BY customer
) AS told ON told.customer = numbered.customer
ORDER BY row
