-- Everybody whose last contract ended before a cut, and the contracts they began in the time after it.
SELECT
    gone.customer,
    $cut - gone.last_day AS absence,
    gone.spent, gone.purchases AS purchase_days, gone.length, gone.patience, gone.monthly,
    coalesce(gone.refunded, 0) AS refunded, gone.complaints,
    count(later.contract) > 0 AS returned,
    CAST(coalesce(sum(
        later.amount_month * date_diff('day', later.started_on, least(coalesce(later.ended_on, $until), $until))
        / 30.4375
    ), 0) AS DOUBLE) AS returned_value
FROM gone
LEFT JOIN contracts AS later
    ON later.customer = gone.customer AND later.started_on >= $cut AND later.started_on < $until
WHERE gone.back_on IS NULL
GROUP BY
    gone.customer, gone.last_day, gone.spent, gone.purchases, gone.length, gone.patience, gone.monthly, gone.refunded,
    gone.complaints
ORDER BY gone.customer
