-- The rows of a table, without those whose owner a later part writes anew.
SELECT $names
FROM $read AS rows
ANTI JOIN (
    SELECT hidden, max(made) AS made FROM read_parquet($masks, hive_partitioning = false) GROUP BY hidden
) AS masks ON rows.$owner = masks.hidden AND rows.made < masks.made
