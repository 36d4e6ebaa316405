-- The row that counts for each key of the file: the last one; rows without a key count by themselves, once each.
SELECT
    key,
    arg_max(fingerprint, line) AS fingerprint,
    max(line) AS line
FROM (
    SELECT
        CASE WHEN ($key) = '' THEN CAST(fingerprint AS VARCHAR) ELSE 'k' || ($key) END AS key,
        fingerprint,
        line
    FROM everything
)
GROUP BY key
