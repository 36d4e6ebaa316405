-- Everybody gone at a cut, what they had been, and what they did in the time after it.
SELECT
    gone.customer,
    $cut - gone.day AS absence,
    CAST(gone.spent_before + gone.spent AS DOUBLE) AS spent,
    gone.nth AS purchase_days,
    CAST(gone.spent_before + gone.spent AS DOUBLE) / greatest(1, (gone.left_on - gone.first_day) / 30.4375) AS monthly,
    count(later.day) > 0 AS returned,
    CAST(coalesce(sum(later.spent), 0) AS DOUBLE) AS returned_value
FROM marks AS gone
LEFT JOIN days AS later
    ON later.customer = gone.customer AND later.day >= $cut AND later.day < $until
WHERE gone.is_last AND gone.ends
GROUP BY gone.customer, gone.day, gone.spent_before, gone.spent, gone.nth, gone.left_on, gone.first_day
ORDER BY gone.customer
