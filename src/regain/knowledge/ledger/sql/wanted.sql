-- The customers somebody asks about, each with the day from which they are watched.
SELECT
    unnest(CAST($customers AS VARCHAR[])) AS customer,
    CAST(unnest(CAST($days AS VARCHAR[])) AS DATE) AS since
