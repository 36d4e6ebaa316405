-- The head count: everybody, those gone, those who came back at least once, and how often.
SELECT
    coalesce(sum(days) FILTER (WHERE is_new), 0) AS customers,
    coalesce(sum(days) FILTER (WHERE is_gone), 0) AS departed,
    (SELECT count(DISTINCT customer) FROM marks WHERE begins AND nth > 1) AS returned,
    coalesce(sum(days) FILTER (WHERE is_return), 0) AS returns
FROM moves
