-- How many left from each country and what they took with them, most first.
SELECT country, count(*) AS departures, CAST(sum(cents) AS BIGINT) AS value_lost
FROM lost
JOIN counted ON counted.row = lost.row
GROUP BY country
ORDER BY value_lost DESC, country
