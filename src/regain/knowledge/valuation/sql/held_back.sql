-- Everybody who had bought before a cut: their history as it was known then, and what they bought from then on.
SELECT
    count(*) FILTER (WHERE day < $cut) - 1 AS frequency,
    max(day) FILTER (WHERE day < $cut) - min(first_day) AS recency,
    $cut - min(first_day) AS age,
    CAST(sum(spent) FILTER (WHERE day < $cut) AS DOUBLE) AS spent,
    count(*) FILTER (WHERE day >= $cut) AS bought,
    CAST(coalesce(sum(spent) FILTER (WHERE day >= $cut), 0) AS DOUBLE) AS bought_for
FROM days
WHERE first_day < $cut AND day < $as_of
GROUP BY customer
ORDER BY customer
