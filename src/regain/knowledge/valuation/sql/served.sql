-- What every customer of a bucket earned and cost by a date and in the year before it: revenue after refunds, product
-- cost (the sales' own, else by the company's margin, else unknown and taken as nothing), cost to serve, contribution.
SELECT
    *,
    earned - goods - served AS contribution,
    year_earned - year_goods - year_served AS year_contribution
FROM (
    SELECT
        lives.customer,
        bought.spent,
        CASE
            WHEN bought.goods IS NOT NULL THEN 'costs'
            WHEN $margin < 1 THEN 'margin'
            WHEN $is_served THEN 'service'
            ELSE 'revenue'
        END AS basis,
        CAST(bought.spent - coalesce(back.refunded, 0) AS DECIMAL(18, 4)) AS earned,
        CAST(bought.year_spent - coalesce(back.year_refunded, 0) AS DECIMAL(18, 4)) AS year_earned,
        CAST(coalesce(
            bought.goods - coalesce(handled.goods_back, 0),
            (bought.spent - coalesce(back.refunded, 0)) * CAST(1 - $margin AS DECIMAL(9, 6))
        ) AS DECIMAL(18, 4)) AS goods,
        CAST(CASE
            WHEN bought.goods IS NOT NULL THEN bought.year_goods - coalesce(handled.year_goods_back, 0)
            ELSE (bought.year_spent - coalesce(back.year_refunded, 0)) * CAST(1 - $margin AS DECIMAL(9, 6))
        END AS DECIMAL(18, 4)) AS year_goods,
        CAST(bought.late + coalesce(handled.cost, 0) AS DECIMAL(18, 4)) AS served,
        CAST(bought.year_late + coalesce(handled.year_cost, 0) AS DECIMAL(18, 4)) AS year_served,
        coalesce(handled.events, 0) AS handled,
        coalesce(handled.uncosted, 0) AS uncosted,
        CAST(coalesce(handled.minutes, 0) AS DECIMAL(18, 4)) AS minutes,
        CAST(coalesce(handled.year_minutes, 0) AS DECIMAL(18, 4)) AS year_minutes
    FROM lives
    JOIN bought ON bought.customer = lives.customer
    LEFT JOIN (
        SELECT
            customer, sum(refunded) AS refunded,
            coalesce(sum(refunded) FILTER (WHERE day >= $since), 0) AS year_refunded
        FROM refunds WHERE day < $as_of GROUP BY customer
    ) AS back ON back.customer = lives.customer
    LEFT JOIN (
        SELECT
            customer, count(*) AS events, count(*) FILTER (WHERE cost IS NULL) AS uncosted,
            sum(cost) AS cost, coalesce(sum(cost) FILTER (WHERE day >= $since), 0) AS year_cost,
            sum(minutes) AS minutes, coalesce(sum(minutes) FILTER (WHERE day >= $since), 0) AS year_minutes,
            sum(goods_back) AS goods_back,
            coalesce(sum(goods_back) FILTER (WHERE day >= $since), 0) AS year_goods_back
        FROM handled GROUP BY customer
    ) AS handled ON handled.customer = lives.customer
) AS told
