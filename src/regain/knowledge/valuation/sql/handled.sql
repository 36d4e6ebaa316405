-- Every contact, return and credit by a date, with the minutes it took and what it cost: the cost that came with the
-- fact, else the rate of its kind, else the rate of every other kind, else nothing known.
SELECT
    events.customer, events.day, events.cause, events.kind, events.goods_back,
    coalesce(events.minutes, CASE WHEN own.cause IS NULL THEN other.minutes ELSE own.minutes END) AS minutes,
    coalesce(events.cost, CASE
        WHEN own.unit = 'each' THEN own.amount
        WHEN own.cause IS NOT NULL
            THEN CAST(own.amount * coalesce(events.minutes, own.minutes) / 60 AS DECIMAL(18, 4))
        WHEN other.unit = 'each' THEN other.amount
        ELSE CAST(other.amount * coalesce(events.minutes, other.minutes) / 60 AS DECIMAL(18, 4))
    END) AS cost
FROM (
    SELECT
        customer, day, 'contact' AS cause, lower(trim(kind)) AS kind, minutes, "cost" AS cost,
        CAST(0 AS DECIMAL(18, 4)) AS goods_back
    FROM contacts
    WHERE day < $as_of AND ($customer = '' OR customer = $customer)
    UNION ALL
    SELECT
        customer, day, CASE WHEN quantity < 0 THEN 'return' ELSE 'credit' END, '', NULL, NULL,
        CASE WHEN quantity < 0 THEN coalesce(abs("cost"), 0) ELSE 0 END
    FROM sales
    WHERE sales.kind = 'refund' AND day < $as_of AND ($customer = '' OR customer = $customer)
) AS events
LEFT JOIN cost_rates AS own
    ON own.cause = events.cause AND own.kind = events.kind
    AND own.valid_from <= events.day AND events.day < own.valid_until
LEFT JOIN cost_rates AS other
    ON other.cause = events.cause AND other.kind = ''
    AND other.valid_from <= events.day AND events.day < other.valid_until
