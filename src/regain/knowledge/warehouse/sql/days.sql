-- The days on which a customer bought: what, after how much, and what came before and after. A day with a sale of
-- unknown cost has no margin.
WITH bought AS (
    SELECT
        customer, day, sale,
        CASE WHEN sale = '' THEN count(*) ELSE 1 END AS purchases,
        sum(amount) AS spent,
        CASE WHEN count(cost) = count(*) THEN sum(amount - cost) END AS margin
    FROM lines
    WHERE kind = 'purchase'
    GROUP BY customer, day, sale
),
daily AS (
    SELECT
        customer, day, sum(purchases) AS purchases, sum(spent) AS spent,
        CASE WHEN count(margin) = count(*) THEN sum(margin) END AS margin
    FROM bought
    GROUP BY customer, day
)
SELECT
    customer,
    day,
    CAST(purchases AS INTEGER) AS purchases,
    CAST(spent AS DECIMAL(18, 4)) AS spent,
    min(day) OVER (PARTITION BY customer) AS first_day,
    CAST(row_number() OVER in_order AS INTEGER) AS nth,
    lag(day) OVER in_order AS previous_day,
    lead(day) OVER in_order AS next_day,
    CAST(sum(spent) OVER in_order - spent AS DECIMAL(18, 4)) AS spent_before,
    CAST(sum(spent) OVER (
        PARTITION BY customer ORDER BY day RANGE BETWEEN INTERVAL 364 DAYS PRECEDING AND CURRENT ROW
    ) AS DECIMAL(18, 4)) AS spent_year,
    CAST(margin AS DECIMAL(18, 4)) AS margin
FROM daily
WINDOW in_order AS (PARTITION BY customer ORDER BY day)
