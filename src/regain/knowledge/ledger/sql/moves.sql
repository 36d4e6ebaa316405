-- What the head count and the balance need of the marks: how many days say the same, and their yearly value.
-- Months are numbered, `next_month` where the same life goes on, `left_month` where it ended.
SELECT
    year(day) * 12 + month(day) AS day_month,
    CASE WHEN ends THEN year(left_on) * 12 + month(left_on) END AS left_month,
    CASE WHEN NOT ends AND NOT is_last THEN year(next_day) * 12 + month(next_day) END AS next_month,
    nth = 1 AS is_new,
    begins AND nth > 1 AS is_return,
    ends,
    ends AND is_last AS is_gone,
    count(*) AS days,
    sum(spent_year) AS value
FROM marks
GROUP BY ALL
