-- The living of a past day by their signals, and how many of them left before another.
SELECT
    watched.rhythm, watched.near, watched.trend, watched.complaints, watched.habit, watched.term,
    count(*) AS alike, count(gone.customer) AS gone
FROM watched
LEFT JOIN (
    SELECT DISTINCT customer FROM marks WHERE ends AND left_on >= $cut AND left_on < $until
) AS gone ON gone.customer = watched.customer
GROUP BY ALL
ORDER BY ALL
