-- Which contract lines count, what they are worth a month, and why the others do not count.
WITH told AS (
    SELECT
        *,
        started_on AS day,
        amount_month AS amount_original,
        CASE WHEN currency = '' THEN $currency ELSE currency END AS money
    FROM typed
),
valued AS (
    SELECT
        told.*,
        CASE WHEN money = $company THEN amount_original ELSE TRY_CAST($converted_amount AS DECIMAL(18,4)) END AS value
    FROM told
    LEFT JOIN rate_days AS rates ON rates.currency = told.money AND rates.day = told.day
)
SELECT
    contract_id AS contract,
    customer_id AS customer,
    plan,
    started_on,
    ended_on,
    value AS amount_month,
    amount_original AS amount_month_original,
    money AS currency,
    status,
    closed_how,
    CAST(md5($fingerprint) AS UUID) AS fingerprint,
    CAST($import_no AS INTEGER) AS import_no,
    line,
    coalesce(
        $defects,
        CASE
            WHEN ended_on < started_on THEN 'ends before'
            WHEN amount_original IS NOT NULL AND value IS NULL THEN 'no rate'
        END
    ) AS reason
FROM valued
