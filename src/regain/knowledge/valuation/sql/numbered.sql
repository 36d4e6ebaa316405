-- The lives of a bucket with a row number, so that estimates can be joined back without moving the ids about, and the
-- share of what was spent that is expected to be left: after refunds and product cost as they were, and after a cost
-- to serve that is this customer's own as far as they bought enough to show it, and everybody's for the rest.
SELECT
    row_number() OVER (ORDER BY lives.customer) AS row,
    lives.*,
    $as_of - last_day AS silence,
    CAST(lives.spent - served.earned AS DECIMAL(18, 4)) AS refunded,
    served.basis, served.earned, served.goods, served.served, served.contribution, served.handled, served.uncosted,
    served.minutes, served.year_earned, served.year_goods, served.year_served, served.year_contribution,
    served.year_minutes,
    coalesce(CAST(served.earned - served.goods AS DOUBLE) / nullif(CAST(lives.spent AS DOUBLE), 0) - CASE
        WHEN CAST($weight AS DOUBLE) IS NULL THEN CAST($share AS DOUBLE)
        ELSE (CAST(served.served AS DOUBLE) + CAST($weight AS DOUBLE) * $share)
            / (CAST(lives.spent AS DOUBLE) + CAST($weight AS DOUBLE))
    END, 0) AS kept
FROM lives
JOIN served ON served.customer = lives.customer
