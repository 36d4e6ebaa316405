-- The same as came_back.sql for contracts: spans that began on or after a day of the customer's own, and what they ran to
-- within the horizon from it.
SELECT
    marks.customer,
    min(marks.day) AS first_on,
    max(coalesce(marks.ended_on, $as_of - 1)) AS last_on,
    sum(CAST(
        marks.amount_month * greatest(0, 1 + date_diff(
            'day', marks.day, least(coalesce(marks.ended_on, $as_of - 1), wanted.since + $horizon - 1)
        )) / 30.4375 AS DECIMAL(18, 4)
    )) FILTER (WHERE marks.day < wanted.since + $horizon) AS spent,
    count(*) FILTER (WHERE marks.day < wanted.since + $horizon) AS purchase_days,
    max(marks.left_on) FILTER (WHERE marks.is_last AND marks.ends) AS left_again_on
FROM marks
JOIN wanted ON wanted.customer = marks.customer
WHERE marks.day >= wanted.since
GROUP BY marks.customer
