-- Contracts of a customer merged into unbroken spans, as of a date: overlaps and renewals within the grace
-- continue a span; a contract re-created the day its predecessor ended is a change of plan, not a departure.
-- A contract that began later is not known yet, and an end that lies ahead has not happened.
WITH known AS (
    SELECT
        customer, contract, started_on,
        CASE WHEN ended_on < $as_of THEN ended_on END AS ended_on,
        CASE WHEN ended_on < $as_of THEN status ELSE '' END AS status,
        amount_month
    FROM contracts
    WHERE started_on < $as_of AND ($customer = '' OR customer = $customer) AND (ended_on IS NULL OR ended_on >= started_on)
),
reached AS (
    SELECT
        *,
        max(coalesce(ended_on, DATE '9999-12-31')) OVER (
            PARTITION BY customer ORDER BY started_on, contract
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_until
    FROM known
),
numbered AS (
    SELECT
        *,
        sum(CASE WHEN covered_until IS NULL OR started_on > covered_until + $grace THEN 1 ELSE 0 END) OVER (
            PARTITION BY customer ORDER BY started_on, contract
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS life
    FROM reached
)
SELECT
    customer, life,
    min(started_on) AS began_on,
    CASE WHEN count(*) FILTER (WHERE ended_on IS NULL) = 0 THEN max(ended_on) END AS ended_on,
    arg_max(status, coalesce(ended_on, DATE '9999-12-31')) AS status,
    arg_max(amount_month, started_on) AS amount_month,
    arg_min(amount_month, started_on) AS amount_month_first,
    count(*) AS contracts
FROM numbered
GROUP BY customer, life
