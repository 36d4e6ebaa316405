-- Which sales of the file are in the lake under a customer of another bucket; of all sales, one slice.
WITH coming AS (
    SELECT DISTINCT sale, $bucket AS bucket FROM all_staged WHERE sale <> '' AND hash(sale) % $slices = $slice
),
there AS (
    SELECT DISTINCT sale, $bucket AS bucket FROM sales WHERE sale <> '' AND hash(sale) % $slices = $slice
)
SELECT DISTINCT there.sale
FROM there
INNER JOIN coming ON coming.sale = there.sale AND coming.bucket <> there.bucket
