-- The lives that ended in a time with who it was, in a fixed order. Days are counted from 1970, -1 is none; money in ten thousandths.
SELECT
    lost.customer,
    coalesce(known.name, '') AS name,
    coalesce(nullif(known.country, ''), buyers.country, '') AS country,
    lost.first_day - DATE '1970-01-01' AS first_day,
    lost.last_day - DATE '1970-01-01' AS last_day,
    lost.left_on - DATE '1970-01-01' AS left_on,
    coalesce(lost.back_on - DATE '1970-01-01', -1) AS back_on,
    lost.purchase_days,
    1 + coalesce(before.returns, 0) AS lives,
    CAST(lost.value_lost * 10000 AS BIGINT) AS value_lost
FROM lost
LEFT JOIN before ON before.customer = lost.customer AND before.last_day = lost.last_day
LEFT JOIN imported_customers AS known ON known.customer = lost.customer
LEFT JOIN buyers ON buyers.customer = lost.customer
ORDER BY lost.customer, lost.last_day
