-- The lives of a bucket with a row number, so that estimates can be joined back without moving the ids about.
SELECT
    row_number() OVER (ORDER BY customer) AS row,
    *,
    coalesce($as_of - last_day, 0) AS silence
FROM lives
