-- How many lives each of them had begun again before the one that ended: the table `before`. A silence that did not
-- outlast the shortest patience ended no life; it is asked for first because it costs nothing to tell.
SELECT lost.customer, lost.last_day, count(*) AS returns
FROM marks
JOIN lost ON lost.customer = marks.customer
WHERE marks.day - marks.previous_day > $at_least AND marks.begins AND marks.nth > 1 AND marks.day <= lost.last_day
GROUP BY lost.customer, lost.last_day
