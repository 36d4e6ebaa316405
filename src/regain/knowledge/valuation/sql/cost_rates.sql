-- The cost table, one row for each rate and the days it counts for.
SELECT
    unnest(CAST($causes AS VARCHAR[])) AS cause,
    unnest(CAST($kinds AS VARCHAR[])) AS kind,
    unnest(CAST($units AS VARCHAR[])) AS unit,
    CAST(unnest(CAST($amounts AS VARCHAR[])) AS DECIMAL(18, 4)) AS amount,
    CAST(unnest(CAST($minutes AS VARCHAR[])) AS DECIMAL(18, 4)) AS minutes,
    CAST(unnest(CAST($firsts AS VARCHAR[])) AS DATE) AS valid_from,
    CAST(unnest(CAST($untils AS VARCHAR[])) AS DATE) AS valid_until
