-- Every purchase day with what it says about lives, as of a date: does it begin one, does it end one, and
-- when did the silence after it outlast what the rule allows. Needs neither sorting nor windows: the import
-- wrote down each day's number, its neighbours and the first day.
SELECT
    customer, day, nth, first_day, spent, spent_before, spent_year,
    day + allowed AS left_on,
    allowed,
    next_day IS NULL OR next_day >= as_of AS is_last,
    next_day, previous_day,
    previous_day + allowed_before AS left_before_on,
    nth = 1 OR day > previous_day + allowed_before AS begins,
    CASE WHEN next_day < as_of THEN next_day ELSE as_of END > day + allowed AS ends
FROM (
    SELECT
        *,
        CAST(floor(least(at_most, greatest(at_least,
            (pow(alarm, -1.0 / (r + nth - 1)) - 1.0) * (alpha + (day - first_day))
        ))) AS INTEGER) AS allowed,
        CASE WHEN nth = 1 THEN 0 ELSE CAST(floor(least(at_most, greatest(at_least,
            (pow(alarm, -1.0 / (r + nth - 2)) - 1.0) * (alpha + (previous_day - first_day))
        ))) AS INTEGER) END AS allowed_before
    FROM days
    CROSS JOIN terms
    WHERE day < as_of AND (whom = '' OR customer = whom)
) AS known
