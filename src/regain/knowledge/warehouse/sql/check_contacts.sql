-- Which contact lines count, and why the others do not.
SELECT
    contact_id AS contact,
    customer_id AS customer,
    kind,
    utc AS happened_at,
    day,
    direction,
    CAST(minutes AS DECIMAL(18,4)) AS minutes,
    cost,
    outcome,
    CAST(md5($fingerprint) AS UUID) AS fingerprint,
    CAST($import_no AS INTEGER) AS import_no,
    line,
    coalesce(
        $defects,
        CASE WHEN utc IS NULL THEN 'happened_at:gap' WHEN utc > $latest THEN 'happened_at:too late' END
    ) AS reason
FROM dated
