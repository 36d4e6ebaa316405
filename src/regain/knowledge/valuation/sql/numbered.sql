-- The lives of a bucket with a row number, so that estimates can be joined back without moving the ids about, and
-- the share of what was spent that was not given back.
SELECT
    row_number() OVER (ORDER BY lives.customer) AS row,
    lives.*,
    $as_of - last_day AS silence,
    coalesce(back.refunded, 0) AS refunded,
    greatest(0, CAST(spent - coalesce(back.refunded, 0) AS DOUBLE)) / nullif(CAST(spent AS DOUBLE), 0) AS kept
FROM lives
LEFT JOIN (
    SELECT customer, sum(refunded) AS refunded FROM refunds WHERE day < $as_of GROUP BY customer
) AS back ON back.customer = lives.customer
