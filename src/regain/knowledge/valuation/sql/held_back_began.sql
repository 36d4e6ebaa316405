-- How many first bought on which day before a cut; days are counted from the cut.
SELECT day - $cut AS began, count(*) AS began_count
FROM days
WHERE day < $cut AND nth = 1
GROUP BY began
ORDER BY began
