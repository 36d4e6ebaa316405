-- Which staged rows are to be written: the last row of each key in the file, unless the lake has the very same.
SELECT staged.*
FROM staged
SEMI JOIN winners ON winners.fingerprint = staged.fingerprint AND winners.line = staged.line
ANTI JOIN $table AS there ON there.fingerprint = staged.fingerprint
