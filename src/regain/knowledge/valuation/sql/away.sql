-- Who was away at the start of each of the last `periods` stretches of 30 days, and who came back in it: everybody of
-- the same bands in one row. A return within the stretch somebody left in is not looked at. At most so many ended lives
-- are looked at, drawn by lot.
SELECT
    period,
    CAST(floor(4 * log2(1 + ($as_of - CAST(30 * (period + 1) AS INTEGER) - last_day))) AS INTEGER) AS away,
    CAST(floor(2 * log2(1 + spent)) AS INTEGER) AS "value",
    CAST(floor(2 * log2(1 + purchases)) AS INTEGER) AS purchases,
    CAST(floor(2 * log2(1 + length)) AS INTEGER) AS length,
    CAST(floor(2 * log2(1 + patience)) AS INTEGER) AS patience,
    CAST(floor(2 * log2(1 + complaints)) AS INTEGER) AS complaints,
    CAST(ceil(10 * coalesce(refunded, 0)) AS INTEGER) AS refunded,
    count(*) AS at_risk,
    count(*) FILTER (WHERE back_on IS NOT NULL AND period = newest) AS returned
FROM (
    SELECT *, unnest(range(newest, least(oldest, $periods - 1) + 1)) AS period
    FROM (
        SELECT
            *,
            CAST(floor(($as_of - left_on - 1) / 30) AS INTEGER) - 1 AS oldest,
            CASE WHEN back_on IS NULL THEN 0
                ELSE CAST(floor(($as_of - back_on - 1) / 30) AS INTEGER) END AS newest
        FROM (SELECT * FROM gone ORDER BY md5(customer || last_day) LIMIT $most) AS drawn
    ) AS spans
    WHERE newest <= oldest
) AS stretches
GROUP BY ALL
ORDER BY ALL
