-- Which sales of the file are in the lake under a customer of another bucket.
WITH coming AS (
    SELECT DISTINCT sale, bucket FROM staged_buckets WHERE sale <> ''
)
SELECT DISTINCT there.sale
FROM sales_buckets AS there
INNER JOIN coming ON coming.sale = there.sale AND coming.bucket <> there.bucket
