-- The same for contracts: since when no contract had been running on past days, and whether one came again.
-- Whoever had one running is silent for 0 days and stayed; nothing from the as-of date on is looked at.
SELECT
    step, 0 AS gaps, past_day - first_start AS span, silence,
    silence = 0 OR coalesce(next_start < past_day + $watched, FALSE) AS stayed,
    silence > 0 AND next_start IS NULL AS left_for_good,
    count(*) AS customers
FROM (
    SELECT
        step, past_day,
        min(started_on) AS first_start,
        greatest(0, past_day - max(coalesce(ended_on, $as_of)) FILTER (WHERE started_on < past_day)) AS silence,
        min(started_on) FILTER (WHERE started_on >= past_day) AS next_start
    FROM (
        SELECT contracts.*, steps.step, $as_of - CAST($watched * steps.step AS INTEGER) AS past_day
        FROM contracts
        CROSS JOIN range(1, $days + 1) AS steps(step)
        WHERE started_on < $as_of AND (ended_on IS NULL OR ended_on >= started_on)
    ) AS dated
    GROUP BY customer, step, past_day
) AS per_customer
WHERE first_start < past_day AND silence <= $active
GROUP BY step, gaps, span, silence, stayed, left_for_good
ORDER BY step, span, silence, stayed, left_for_good
