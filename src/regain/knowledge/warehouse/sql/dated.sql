-- On which calendar day of the company did it happen; a bare date is the day it says, whatever the zone.
SELECT
    placed.*,
    CASE
        WHEN placed.$bare OR ($same AND placed.$shift IS NULL) THEN CAST(placed.$local AS DATE)
        ELSE coalesce(CAST(times.day AS DATE), CAST(placed.utc + to_seconds(days.shift) AS DATE))
    END AS day
FROM placed
LEFT JOIN company_days AS days ON CAST(days.day AS DATE) = CAST(placed.utc AS DATE)
LEFT JOIN company_times AS times ON times.utc = placed.utc
