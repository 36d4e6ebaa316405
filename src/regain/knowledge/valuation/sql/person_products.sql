-- What one customer bought most of, by amount.
SELECT
    sales.product, coalesce(nullif(max(products.name), ''), sales.product) AS name,
    count(DISTINCT sales.day) AS days, sum(sales.quantity) AS quantity, sum(sales.amount) AS amount,
    max(sales.day) AS last_day,
    count(*) OVER () AS products
FROM sales
LEFT JOIN products ON products.product = sales.product
WHERE sales.customer = $customer AND sales.kind = 'purchase' AND sales.product <> ''
GROUP BY sales.product
ORDER BY amount DESC, sales.product
LIMIT $most
