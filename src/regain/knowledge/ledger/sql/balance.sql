-- What happened to the number and the yearly value of customers, by month of the events.
SELECT
    date_trunc('month', moment) AS month,
    sum(new) AS new, sum(returned) AS returned, sum(departed) AS departed,
    sum(value_new) AS value_new, sum(value_returned) AS value_returned, sum(value_left) AS value_left,
    sum(value_moved) AS value_moved
FROM (
    SELECT
        day AS moment,
        CAST(begins AND nth = 1 AS INTEGER) AS new,
        CAST(begins AND nth > 1 AS INTEGER) AS returned,
        0 AS departed,
        CASE WHEN begins AND nth = 1 THEN spent_year ELSE 0 END AS value_new,
        CASE WHEN begins AND nth > 1 THEN spent_year ELSE 0 END AS value_returned,
        0 AS value_left,
        spent_year AS value_moved
    FROM moves
    UNION ALL
    SELECT left_on, 0, 0, 1, 0, 0, spent_year, -spent_year FROM moves WHERE ends
    UNION ALL
    SELECT next_day, 0, 0, 0, 0, 0, 0, -spent_year FROM moves WHERE NOT ends AND NOT is_last
) AS events
GROUP BY 1
ORDER BY 1
