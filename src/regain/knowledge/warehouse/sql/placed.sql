-- When did it happen in UTC: by the shift the source gave, else by the zone the file is written in.
SELECT
    typed.*,
    CASE
        WHEN typed.$shift IS NOT NULL THEN typed.$local - to_seconds(typed.$shift)
        WHEN times.local IS NOT NULL THEN CASE WHEN typed.$bare THEN times.first ELSE times.utc END
        ELSE typed.$local - to_seconds(days.shift)
    END AS utc
FROM typed
LEFT JOIN local_days AS days ON CAST(days.day AS DATE) = CAST(typed.$local AS DATE)
LEFT JOIN local_times AS times ON times.local = typed.$local
