-- Repeat purchases by week, counted from a cut, of everybody who had bought before it.
SELECT CAST(floor((day - $cut) / 7.0) AS BIGINT) AS week, count(*) AS week_bought
FROM days
WHERE first_day < $cut AND day < $as_of AND nth > 1
GROUP BY week
ORDER BY week
