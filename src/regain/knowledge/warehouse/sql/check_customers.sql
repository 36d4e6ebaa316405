-- Which customer lines count, and why the others do not.
SELECT
    customer_id AS customer,
    name, country, email, phone, zone, segment, status, since,
    CAST(md5($fingerprint) AS UUID) AS fingerprint,
    CAST($import_no AS INTEGER) AS import_no,
    line,
    $defects AS reason
FROM typed
