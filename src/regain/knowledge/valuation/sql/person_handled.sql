-- What one customer's contacts, returns and credits took and cost, by kind: in all, and in the year up to a date.
SELECT
    cause, kind,
    count(*) AS events, count(*) FILTER (WHERE cost IS NULL) AS uncosted,
    coalesce(sum(minutes), 0) AS minutes, coalesce(sum(cost), 0) AS cost,
    count(*) FILTER (WHERE day >= $since) AS year_events,
    coalesce(sum(cost) FILTER (WHERE day >= $since), 0) AS year_cost
FROM handled
WHERE customer = $customer
GROUP BY cause, kind
ORDER BY cost DESC, cause, kind
