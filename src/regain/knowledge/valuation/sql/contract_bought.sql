-- What every customer's contracts ran to by a date and in the year before it, in the columns of bought.sql. Contracts
-- carry no product cost.
WITH spans AS (
    SELECT customer, day AS first, coalesce(ended_on, $as_of - 1) AS last, amount_month FROM marks
),
lateness AS (
    SELECT
        spans.customer,
        CAST(spans.amount_month * late.amount / 100 * (1 + date_diff(
            'day', greatest(spans.first, late.valid_from), least(spans.last, late.valid_until - 1)
        )) / 30.4375 AS DECIMAL(18, 4)) AS whole,
        CASE WHEN spans.last >= $since AND late.valid_until > $since THEN
            CAST(spans.amount_month * late.amount / 100 * (1 + date_diff(
                'day', greatest(spans.first, late.valid_from, $since), least(spans.last, late.valid_until - 1)
            )) / 30.4375 AS DECIMAL(18, 4))
        ELSE 0 END AS year
    FROM spans
    JOIN cost_rates AS late
        ON late.cause = 'late payment' AND late.valid_from <= spans.last AND late.valid_until > spans.first
)
SELECT
    ran.customer, ran.spent, ran.year_spent,
    CAST(NULL AS DECIMAL(18, 4)) AS goods, CAST(0 AS DECIMAL(18, 4)) AS year_goods,
    coalesce(lost.late, 0) AS late, coalesce(lost.year_late, 0) AS year_late
FROM (
    SELECT
        customer,
        sum(CAST(amount_month * (1 + date_diff('day', first, last)) / 30.4375 AS DECIMAL(18, 4))) AS spent,
        coalesce(sum(CAST(amount_month * (1 + date_diff('day', greatest(first, $since), last)) / 30.4375
            AS DECIMAL(18, 4))) FILTER (WHERE last >= $since), 0) AS year_spent
    FROM spans
    GROUP BY customer
) AS ran
LEFT JOIN (
    SELECT customer, sum(whole) AS late, sum(year) AS year_late FROM lateness GROUP BY customer
) AS lost ON lost.customer = ran.customer
