-- The head count of lives: everybody, those still here, those gone, those who came back at least once.
SELECT
    count(*) AS customers,
    count(*) FILTER (WHERE left_on IS NULL) AS alive,
    count(left_on) AS departed,
    count(*) FILTER (WHERE lives > 1) AS returned,
    coalesce(sum(lives - 1), 0) AS returns,
    min(first_day) AS first_day
FROM lives
