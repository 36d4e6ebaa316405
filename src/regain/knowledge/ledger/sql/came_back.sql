-- What customers bought on or after a day of their own: first and last purchase day, what they spent within a horizon
-- from that day, and whether their present life is over.
SELECT
    marks.customer,
    min(marks.day) AS first_on,
    max(marks.day) AS last_on,
    sum(marks.spent) FILTER (WHERE marks.day < wanted.since + $horizon) AS spent,
    count(*) FILTER (WHERE marks.day < wanted.since + $horizon) AS purchase_days,
    max(marks.left_on) FILTER (WHERE marks.is_last AND marks.ends) AS left_again_on
FROM marks
JOIN wanted ON wanted.customer = marks.customer
WHERE marks.day >= wanted.since
GROUP BY marks.customer
