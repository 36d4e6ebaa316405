-- Every life begun by a return: how long it lasted so far, whether it is over, and what it brought, beside the
-- monthly spend of the time before it. Both times run until the silence allowed after the last purchase, so that
-- like is compared with like and a single order is not a monthly habit.
SELECT
    greatest(coalesce(left_on, $as_of) - life_began_on, 1) / 30.4375 AS months,
    greatest(last_day + allowed - life_began_on, 1) / 30.4375 AS months_worth,
    left_on IS NOT NULL AS over,
    CAST(spent - spent_before_life AS DOUBLE) AS spent,
    CAST(spent_before_life AS DOUBLE) / greatest(1, (left_before_on - first_day) / 30.4375) AS monthly_before
FROM lives
WHERE lives > 1
ORDER BY customer
