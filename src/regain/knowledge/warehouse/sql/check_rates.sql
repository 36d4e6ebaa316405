-- Which exchange rates count, and why the others do not.
SELECT
    currency, day, rate,
    CAST(md5($fingerprint) AS UUID) AS fingerprint,
    CAST($import_no AS INTEGER) AS import_no,
    line,
    coalesce(
        $defects,
        CASE WHEN rate <= 0 THEN 'rate sign' WHEN currency = $company THEN 'own rate' END
    ) AS reason
FROM typed
