-- Who is known by sales alone: the country of the latest line that names one, and from when to when.
SELECT
    customer,
    coalesce(arg_max(country, (sold_at, import_no, line)) FILTER (WHERE country <> ''), '') AS country,
    min(day) AS first_day,
    max(day) AS last_day,
    CAST(count(*) AS INTEGER) AS lines
FROM lines
GROUP BY customer
