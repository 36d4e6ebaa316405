-- What one customer bought on each day, largest amount first: at most so many products a day.
SELECT day, product, name, amount, quantity, products
FROM (
    SELECT
        lines.day, lines.product, coalesce(nullif(products.name, ''), lines.product) AS name,
        lines.amount, lines.quantity,
        count(*) OVER (PARTITION BY lines.day) AS products,
        row_number() OVER (PARTITION BY lines.day ORDER BY lines.amount DESC, lines.product) AS place
    FROM (
        SELECT day, product, sum(amount) AS amount, sum(quantity) AS quantity
        FROM sales
        WHERE customer = $customer AND kind = 'purchase' AND product <> ''
        GROUP BY day, product
    ) AS lines
    LEFT JOIN products ON products.product = lines.product
) AS placed
WHERE place <= $most
ORDER BY day, place
