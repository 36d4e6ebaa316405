-- Which lines of the lake the file takes back: those of a replaced sale, and those a new edition no longer contains.
SELECT
    sales.fingerprint,
    sales.customer,
    CASE WHEN verdicts.sale IS NOT NULL THEN 'replaced' ELSE 'withdrawn' END AS how
FROM sales
LEFT JOIN verdicts ON verdicts.sale = sales.sale AND verdicts.verdict = 'replace'
ANTI JOIN staged ON staged.fingerprint = sales.fingerprint
WHERE verdicts.sale IS NOT NULL OR sales.import_no IN ($edition)
