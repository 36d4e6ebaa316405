-- The head count: everybody, those gone, those who came back at least once, and how often.
SELECT
    count(*) FILTER (WHERE nth = 1) AS customers,
    count(*) FILTER (WHERE is_last AND ends) AS departed,
    count(DISTINCT back) AS returned,
    count(back) AS returns
FROM moves
