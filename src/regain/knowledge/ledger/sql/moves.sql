-- What the head count and the balance need of the marks, without the ids but for those who came back.
SELECT
    day, nth, spent_year, left_on, next_day, is_last, begins, ends,
    CASE WHEN begins AND nth > 1 THEN customer END AS back
FROM marks
