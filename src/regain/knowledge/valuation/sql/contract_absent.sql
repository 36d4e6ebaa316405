-- Everybody whose last contract ended before a cut, and the contracts they began in the time after it.
SELECT
    gone.customer,
    $cut - gone.ended_on AS absence,
    CAST(gone.amount_month * 12 AS DOUBLE) AS spent,
    gone.nth AS purchase_days,
    CAST(gone.amount_month AS DOUBLE) AS monthly,
    count(later.contract) > 0 AS returned,
    CAST(coalesce(sum(
        later.amount_month * date_diff('day', later.started_on, least(coalesce(later.ended_on, $until), $until))
        / 30.4375
    ), 0) AS DOUBLE) AS returned_value
FROM marks AS gone
LEFT JOIN contracts AS later
    ON later.customer = gone.customer AND later.started_on >= $cut AND later.started_on < $until
WHERE gone.is_last AND gone.ends
GROUP BY gone.customer, gone.ended_on, gone.amount_month, gone.nth
ORDER BY gone.customer
