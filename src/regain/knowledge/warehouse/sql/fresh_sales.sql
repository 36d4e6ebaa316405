-- Which staged lines are new: not a repetition within the file, and not in the lake already.
WITH repeated AS (
    SELECT fingerprint, min(line) AS line FROM staged GROUP BY fingerprint HAVING count(*) > 1
)
SELECT staged.*
FROM staged
ANTI JOIN repeated ON repeated.fingerprint = staged.fingerprint AND staged.line > repeated.line
ANTI JOIN sales ON sales.fingerprint = staged.fingerprint
