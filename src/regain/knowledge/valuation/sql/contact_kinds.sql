-- The kinds of contacts the facts know: how many, how many with minutes, how many with a cost of their own.
SELECT lower(trim(kind)) AS kind, count(*), count(minutes), coalesce(sum(minutes), 0), count("cost")
FROM contacts
GROUP BY 1
ORDER BY 2 DESC, 1
LIMIT $most
