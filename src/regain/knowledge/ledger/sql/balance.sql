-- What happened to the number and the yearly value of customers, by month of the events.
SELECT
    make_date(CAST((month - 1) // 12 AS INTEGER), CAST((month - 1) % 12 + 1 AS INTEGER), 1) AS month,
    sum(new) AS new, sum(returned) AS returned, sum(departed) AS departed,
    sum(value_new) AS value_new, sum(value_returned) AS value_returned, sum(value_left) AS value_left,
    sum(value_moved) AS value_moved
FROM (
    SELECT
        day_month AS month,
        CASE WHEN is_new THEN days ELSE 0 END AS new,
        CASE WHEN is_return THEN days ELSE 0 END AS returned,
        0 AS departed,
        CASE WHEN is_new THEN value ELSE 0 END AS value_new,
        CASE WHEN is_return THEN value ELSE 0 END AS value_returned,
        0 AS value_left,
        value AS value_moved
    FROM moves
    UNION ALL
    SELECT left_month, 0, 0, days, 0, 0, value, -value FROM moves WHERE ends
    UNION ALL
    SELECT next_month, 0, 0, 0, 0, 0, 0, -value FROM moves WHERE next_month IS NOT NULL
) AS events
GROUP BY 1
ORDER BY 1
