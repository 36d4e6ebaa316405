-- How many lines an earlier import left in the lake, and how many of them the file repeats, whatever else it says of them.
WITH earlier AS (
    SELECT customer, sold_at, product, amount_original FROM sales WHERE import_no IN ($imports)
),
coming AS (
    SELECT DISTINCT customer, sold_at, product, amount_original FROM staged
)
SELECT
    count(*) AS there,
    count(coming.customer) AS repeated
FROM earlier
LEFT JOIN coming
    ON coming.customer = earlier.customer AND coming.sold_at = earlier.sold_at
    AND coming.product = earlier.product AND coming.amount_original = earlier.amount_original
