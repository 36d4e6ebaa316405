-- What the purchase models need of every customer; days are counted from the first purchase.
SELECT
    purchase_days - 1 AS frequency,
    last_day - first_day AS recency,
    $as_of - first_day AS age,
    CASE WHEN purchase_days > 1
        THEN CAST(spent - spent_first AS DOUBLE) / (purchase_days - 1) ELSE 0 END AS spend,
    left_on IS NULL AS alive
FROM lives
ORDER BY customer
