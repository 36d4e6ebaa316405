-- Every purchase day with what it says about lives, as of a date: does it begin one, does it end one, and
-- when did the silence after it outlast what the rule allows. Needs neither sorting nor windows: the import
-- wrote down each day's number, its neighbours and the first day. Whole days are more than a patience when they
-- are more than its whole part, so only the days that are asked for are rounded.
SELECT
    customer, day, nth, first_day, spent, spent_before, spent_year,
    day + CAST(floor(patience) AS INTEGER) AS left_on,
    CAST(floor(patience) AS INTEGER) AS allowed,
    next_day IS NULL OR next_day >= as_of AS is_last,
    next_day, previous_day,
    previous_day + CAST(floor(patience_before) AS INTEGER) AS left_before_on,
    nth = 1 OR (day - previous_day) > patience_before AS begins,
    (least(next_day, as_of) - day) > patience AS ends
FROM (
    SELECT
        *,
        CASE WHEN at_least = at_most THEN at_most ELSE greatest(at_least, least(at_most,
            (exp(wait / (r + nth - 1)) - 1.0) * (alpha + (day - first_day))
        )) END AS patience,
        CASE WHEN nth = 1 OR at_least = at_most THEN at_most ELSE greatest(at_least, least(at_most,
            (exp(wait / (r + nth - 2)) - 1.0) * (alpha + (previous_day - first_day))
        )) END AS patience_before
    FROM days
    CROSS JOIN terms
    WHERE day < as_of AND (whom = '' OR customer = whom)
) AS known
