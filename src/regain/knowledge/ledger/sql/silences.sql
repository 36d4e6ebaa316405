-- The silences on past days, one watch apart, and what became of them: how many customers of each kind.
-- Only those who had bought in the year before the day; nothing from the as-of date on is looked at.
SELECT
    step, nth - 1 AS gaps, day - first_day AS span, past_day - day AS silence,
    coalesce(next_day < past_day + $watched, FALSE) AS stayed,
    coalesce(next_day >= $as_of, TRUE) AS left_for_good,
    count(*) AS customers
FROM (
    SELECT days.*, steps.step, $as_of - CAST($watched * steps.step AS INTEGER) AS past_day
    FROM days
    CROSS JOIN range(1, $days + 1) AS steps(step)
) AS dated
WHERE day < past_day AND day >= past_day - $active AND (next_day IS NULL OR next_day >= past_day)
GROUP BY step, gaps, span, silence, stayed, left_for_good
ORDER BY step, gaps, span, silence, stayed, left_for_good
