-- Contracts begun before a cut, in months of 30.4375 days: how many had come by then, how many were renewed, and how
-- many renewals followed by the as-of date. Whose end had not outlasted the grace by the cut was still a customer.
SELECT
    age,
    CASE WHEN is_running THEN age ELSE least(lived, age - 1) END AS frequency,
    CASE WHEN is_running THEN greatest(0, least(lived, age_now) - age) ELSE 0 END AS bought
FROM (
    SELECT
        floor(($cut - began_on) / 30.4375) AS age,
        floor(($as_of - began_on) / 30.4375) AS age_now,
        floor((coalesce(ended_on + 1, $as_of) - began_on) / 30.4375) AS lived,
        ended_on IS NULL OR ended_on + $grace >= $cut AS is_running
    FROM contract_spans
    WHERE began_on < $cut
) AS months
WHERE age >= 1
ORDER BY age, frequency, bought
