-- The list of those who left in a time, as it is kept beside the numbers made of it. A month nobody was asked about has
-- no types for what was told, so they are named.
SELECT
    lost.customer, lost.name, coalesce(nullif(lost.country, ''), '-') AS country,
    DATE '1970-01-01' + CAST(lost.first_day AS INTEGER) AS first_day,
    DATE '1970-01-01' + CAST(lost.last_day AS INTEGER) AS last_day,
    DATE '1970-01-01' + CAST(lost.left_on AS INTEGER) AS left_on,
    CASE WHEN lost.back_on >= 0 THEN 'yes' ELSE 'no' END AS back,
    CASE WHEN lost.back_on >= 0 THEN DATE '1970-01-01' + CAST(lost.back_on AS INTEGER) END AS back_on,
    CAST(lost.purchase_days AS INTEGER) AS purchase_days,
    CAST(lost.lives AS INTEGER) AS lives,
    CAST(CAST(counted.cents AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2)) AS spent_year,
    segments.segment,
    coalesce(nullif(CAST(told.counted AS VARCHAR), ''), 'not_asked') AS counted,
    coalesce(nullif(CAST(told.stated AS VARCHAR), ''), 'not_asked') AS stated,
    coalesce(nullif(CAST(told.diagnosed AS VARCHAR), ''), 'not_asked') AS diagnosed,
    coalesce(nullif(CAST(told.confirmed AS VARCHAR), ''), 'not_asked') AS confirmed,
    coalesce(CAST(told.issues AS VARCHAR), '') AS issues
FROM lost
JOIN counted ON counted.row = lost.row
JOIN segments ON segments.code = counted.code
LEFT JOIN told ON told.row = lost.row
ORDER BY counted.cents DESC, lost.customer
