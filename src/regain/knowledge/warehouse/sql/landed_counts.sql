-- What landing this bucket does, in counts and in money.
WITH new AS (
    SELECT
        count(*) AS accepted,
        coalesce(sum(amount), 0) AS net,
        coalesce(sum(amount) FILTER (WHERE kind = 'purchase'), 0) AS purchases,
        coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunds
    FROM fresh
),
whole AS (
    SELECT count(*) AS lines, coalesce(sum(amount), 0) AS net, min(day) AS first_day, max(day) AS last_day FROM staged
),
lost AS (
    SELECT
        count(*) FILTER (WHERE how = 'replaced') AS replaced,
        count(*) FILTER (WHERE how = 'withdrawn') AS withdrawn
    FROM gone
)
SELECT
    new.accepted,
    whole.lines - new.accepted AS duplicates,
    lost.replaced,
    lost.withdrawn,
    (SELECT count(*) FROM local_verdicts WHERE verdict = 'continue') AS continued,
    CAST(new.net AS DECIMAL(38, 4)) AS net,
    CAST(new.purchases AS DECIMAL(38, 4)) AS purchases,
    CAST(new.refunds AS DECIMAL(38, 4)) AS refunds,
    CAST(whole.net - new.net AS DECIMAL(38, 4)) AS duplicates_net,
    whole.first_day,
    whole.last_day
FROM new, whole, lost
