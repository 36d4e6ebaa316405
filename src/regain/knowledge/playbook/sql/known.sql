-- What the facts know about one customer: where they are, how to reach them, when they last bought, paid and asked.
SELECT
    coalesce(max(known.name), '') AS name,
    coalesce(max(known.country), '') AS country,
    coalesce(max(known.email), '') AS email,
    coalesce(max(known.phone), '') AS phone,
    coalesce(max(known.zone), '') AS zone,
    coalesce(max(known.status), '') AS status,
    (SELECT max(days.day) FROM days WHERE days.customer = $customer AND days.day <= $today) AS bought_on,
    (
        SELECT max(least(coalesce(contracts.ended_on, $today), $today))
        FROM contracts
        WHERE contracts.customer = $customer AND contracts.started_on <= $today
    ) AS paid_on,
    (
        SELECT max(contacts.day)
        FROM contacts
        WHERE contacts.customer = $customer AND contacts.direction = 'in' AND contacts.day <= $today
    ) AS asked_on
FROM customers AS known
WHERE known.customer = $customer
