-- What becomes of the sales that are in the lake and come again: nothing, add, continue or replace.
WITH coming AS (
    SELECT DISTINCT sale, product, customer, day, fingerprint FROM staged WHERE sale <> ''
),
there AS (
    SELECT sale, product, customer, day, fingerprint FROM sales SEMI JOIN coming ON coming.sale = sales.sale
),
lines AS (
    SELECT
        there.*,
        'there' AS side,
        coming.fingerprint IS NOT NULL AS shared
    FROM there LEFT JOIN coming ON coming.fingerprint = there.fingerprint
    UNION ALL
    SELECT coming.*, 'coming' AS side, there.fingerprint IS NOT NULL AS shared
    FROM coming
    LEFT JOIN there ON there.fingerprint = coming.fingerprint
    WHERE coming.sale IN (SELECT sale FROM there)
),
clashes AS (
    SELECT DISTINCT sale
    FROM lines
    WHERE NOT shared
    GROUP BY sale, product
    HAVING count(DISTINCT side) = 2
),
counted AS (
    SELECT
        sale,
        count(*) FILTER (WHERE shared) AS shared,
        count(*) FILTER (WHERE side = 'there' AND NOT shared) AS only_there,
        count(*) FILTER (WHERE side = 'coming' AND NOT shared) AS only_coming,
        min(customer) = max(customer) AND min(day) = max(day) AS agree
    FROM lines
    GROUP BY sale
)
SELECT
    sale,
    CASE
        WHEN only_coming = 0 THEN 'nothing'
        WHEN only_there = 0 THEN 'add'
        WHEN shared = 0 AND agree AND sale NOT IN (SELECT sale FROM clashes) THEN 'continue'
        ELSE 'replace'
    END AS verdict
FROM counted
