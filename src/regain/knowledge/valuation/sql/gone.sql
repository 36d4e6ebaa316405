-- The ended lives with what went wrong in them: the share that was given back, and complaints.
SELECT
    ended.*,
    ended.spent / greatest(1, (ended.length + ended.patience) / 30.4375) AS monthly,
    least(1, coalesce(given.refunded, 0) / nullif(ended.spent, 0)) AS refunded,
    coalesce(told.complaints, 0) AS complaints
FROM ended
LEFT JOIN (
    SELECT ended.customer, ended.last_day, CAST(sum(refunds.refunded) AS DOUBLE) AS refunded
    FROM ended
    JOIN refunds ON refunds.customer = ended.customer AND refunds.day < ended.left_on
    GROUP BY ended.customer, ended.last_day
) AS given ON given.customer = ended.customer AND given.last_day = ended.last_day
LEFT JOIN (
    SELECT ended.customer, ended.last_day, count(*) AS complaints
    FROM ended
    JOIN contacts ON contacts.customer = ended.customer AND contacts.day < ended.left_on
    WHERE lower(contacts.kind) LIKE '%complain%'
    GROUP BY ended.customer, ended.last_day
) AS told ON told.customer = ended.customer AND told.last_day = ended.last_day
