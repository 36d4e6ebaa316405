-- Which product lines count, and why the others do not.
SELECT
    product_id AS product,
    name, category, price, cost,
    CAST(md5($fingerprint) AS UUID) AS fingerprint,
    CAST($import_no AS INTEGER) AS import_no,
    line,
    $defects AS reason
FROM typed
