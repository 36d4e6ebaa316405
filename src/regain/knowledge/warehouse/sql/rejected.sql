-- The lines that do not count: their number, why, and what stood in them.
SELECT raw.line, CASE judged.reason $said END AS reason, $cells
FROM raw
INNER JOIN judged ON judged.line = raw.line
WHERE judged.reason IS NOT NULL
ORDER BY raw.line
