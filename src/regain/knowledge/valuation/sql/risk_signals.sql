-- Every living customer of a bucket as of a date, described by a few signals in a few steps:
--   rhythm      how much of what the rule allows their silence has used up: under half, half, four fifths
--   near        days until they count as gone if they stay silent: over 90, up to 90, up to 60, up to 30
--   trend       the last six months beside the usual six: as before, under four fifths, under half
--   complaints  complaints in the last 180 days: none, one, more
--   habit       how well known they are: ten or more purchase days, four, two, one; for contracts two years, one, a
--               quarter of one, less
--   term        a contract within sixty days of the end of another year: no, yes
-- `ends_on` is the day a running contract is known to end within ninety days, with no other after it.
SELECT
    lives.customer,
    CASE
        WHEN $is_contract THEN 0
        WHEN used < 0.5 THEN 0
        WHEN used < 0.8 THEN 1
        ELSE 2
    END AS rhythm,
    CASE
        WHEN $is_contract OR allowed - ($as_of - last_day) > 90 THEN 0
        WHEN allowed - ($as_of - last_day) > 60 THEN 1
        WHEN allowed - ($as_of - last_day) > 30 THEN 2
        ELSE 3
    END AS near,
    CASE
        WHEN days_usually < 3 OR spent_lately >= 0.4 * spent_usually THEN 0
        WHEN spent_lately >= 0.25 * spent_usually THEN 1
        ELSE 2
    END AS trend,
    least(2, coalesce(told.complaints, 0)) AS complaints,
    CASE
        WHEN $is_contract THEN CASE
            WHEN $as_of - life_began_on >= 730 THEN 0
            WHEN $as_of - life_began_on >= 365 THEN 1
            WHEN $as_of - life_began_on >= 91 THEN 2
            ELSE 3
        END
        WHEN purchase_days >= 10 THEN 0
        WHEN purchase_days >= 4 THEN 1
        WHEN purchase_days >= 2 THEN 2
        ELSE 3
    END AS habit,
    CASE WHEN $is_contract AND ($as_of - life_began_on) % 365 >= 305 THEN 1 ELSE 0 END AS term,
    ending.ends_on
FROM (
    SELECT
        *,
        CASE
            WHEN $is_rhythm THEN (1 - pow(
                ($alpha + (last_day - first_day)) / ($alpha + (last_day - first_day) + ($as_of - last_day)),
                $r + purchase_days - 1
            )) / (1 - $alarm)
            ELSE ($as_of - last_day) / greatest(1, allowed)
        END AS used
    FROM lives
    WHERE left_on IS NULL
) AS lives
LEFT JOIN (
    SELECT customer, count(*) AS complaints
    FROM contacts
    WHERE day < $as_of AND day >= $as_of - 180 AND contains(lower(kind), 'complain')
    GROUP BY customer
) AS told ON told.customer = lives.customer
LEFT JOIN (
    SELECT customer, max(coalesce(ended_on, DATE '9999-12-31')) AS ends_on
    FROM contracts
    WHERE $is_contract AND (ended_on IS NULL OR ended_on >= $as_of)
    GROUP BY customer
    HAVING max(coalesce(ended_on, DATE '9999-12-31')) < $as_of + 90
) AS ending ON ending.customer = lives.customer
