-- Which sales lines count, what they amount to, and why the others do not count.
WITH told AS (
    SELECT
        *,
        CASE WHEN currency = '' THEN $currency ELSE currency END AS money,
        coalesce(amount, $line_amount) AS amount_original,
        coalesce(cost, $line_cost) AS cost_original
    FROM dated
),
priced AS (
    SELECT
        told.*,
        CASE WHEN told.money = $company THEN CAST(1 AS DECIMAL(20,8)) ELSE rates.rate END AS rate
    FROM told
    LEFT JOIN rate_days AS rates ON rates.currency = told.money AND rates.day = told.day
),
valued AS (
    SELECT
        *,
        CASE WHEN money = $company THEN amount_original ELSE TRY_CAST($converted_amount AS DECIMAL(18,4)) END AS value,
        CASE WHEN money = $company THEN cost_original ELSE TRY_CAST($converted_cost AS DECIMAL(18,4)) END AS expense
    FROM priced
)
SELECT
    customer_id AS customer,
    sale_id AS sale,
    product_id AS product,
    utc AS sold_at,
    day,
    value AS amount,
    amount_original,
    money AS currency,
    CAST(quantity AS DECIMAL(18,4)) AS quantity,
    expense AS cost,
    country,
    CASE WHEN amount_original > 0 THEN 'purchase' WHEN amount_original < 0 THEN 'refund' ELSE 'zero' END AS kind,
    CAST(md5($fingerprint) AS UUID) AS fingerprint,
    CAST($import_no AS INTEGER) AS import_no,
    line,
    coalesce(
        $defects,
        CASE
            WHEN utc IS NULL THEN 'sold_at:gap'
            WHEN utc > $latest THEN 'sold_at:too late'
            WHEN amount_original IS NULL AND unit_price IS NOT NULL AND quantity IS NOT NULL THEN 'amount:too large'
            WHEN amount_original IS NULL AND quantity IS NOT NULL THEN 'unit_price:missing'
            WHEN amount_original IS NULL AND unit_price IS NOT NULL THEN 'quantity:missing'
            WHEN amount_original IS NULL THEN 'amount:missing'
            WHEN rate IS NULL THEN 'no rate'
            WHEN value IS NULL THEN 'amount:too large'
        END
    ) AS reason
FROM valued
