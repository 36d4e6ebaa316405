-- How many customers had x gaps over t days, as of a date: all the rhythm's likelihood needs.
SELECT gaps, span, count(*) AS customers
FROM (
    SELECT max(nth) - 1 AS gaps, max(day) - min(first_day) AS span
    FROM days
    WHERE day < $as_of
    GROUP BY customer
) AS per_customer
WHERE gaps > 0
GROUP BY gaps, span
ORDER BY gaps, span
