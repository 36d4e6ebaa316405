-- Lives begun by a return beside the time before: how long they lasted so far, whether they are over, what they
-- brought, and what the monthly spend of before would have brought. Both times run until the silence allowed after
-- the last purchase, so that like is compared with like and a single order is not a monthly habit.
SELECT
    greatest(coalesce(back.left_on, $as_of) - back.began_on, 1) AS lasted,
    back.left_on IS NOT NULL AS over,
    back.spent,
    gone.monthly * greatest(back.last_day + back.allowed - back.began_on, 1) / 30.4375 AS expected,
    gone.monthly,
    gone.patience AS absence, gone.spent AS spent_before, gone.purchases AS purchase_days, gone.length, gone.patience,
    coalesce(gone.refunded, 0) AS refunded, gone.complaints
FROM back
JOIN gone ON gone.customer = back.customer AND gone.back_on = back.began_on
ORDER BY back.customer, back.began_on
