-- Which rows of the lake the file replaces: those with a key that comes again with other values.
SELECT there.fingerprint, there.$owner AS customer, 'replaced' AS how
FROM (SELECT *, 'k' || ($key) AS key FROM $table) AS there
SEMI JOIN winners ON winners.key = there.key
ANTI JOIN winners AS same ON same.fingerprint = there.fingerprint
