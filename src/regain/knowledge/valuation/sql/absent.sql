-- Everybody gone at a cut, what they had been, and what they did in the time after it.
SELECT
    gone.customer,
    $cut - gone.last_day AS absence,
    gone.spent, gone.purchases AS purchase_days, gone.length, gone.patience, gone.monthly,
    coalesce(gone.refunded, 0) AS refunded, gone.complaints,
    count(later.day) > 0 AS returned,
    CAST(coalesce(sum(later.spent), 0) AS DOUBLE) AS returned_value
FROM gone
LEFT JOIN days AS later
    ON later.customer = gone.customer AND later.day >= $cut AND later.day < $until
WHERE gone.back_on IS NULL
GROUP BY
    gone.customer, gone.last_day, gone.spent, gone.purchases, gone.length, gone.patience, gone.monthly, gone.refunded,
    gone.complaints
ORDER BY gone.customer
