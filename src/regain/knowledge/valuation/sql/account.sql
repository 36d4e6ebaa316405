-- What all valued customers earned and cost, and those who fit the conditions: in the year up to the valuation, and in
-- all.
SELECT
    count(*), sum(year_earned), sum(year_goods), sum(year_served), sum(year_minutes),
    count(*) FILTER (WHERE theirs), sum(year_earned) FILTER (WHERE theirs), sum(year_goods) FILTER (WHERE theirs),
    sum(year_served) FILTER (WHERE theirs), sum(year_minutes) FILTER (WHERE theirs),
    count(*), sum(earned), sum(goods), sum(served), sum(minutes),
    count(*) FILTER (WHERE theirs), sum(earned) FILTER (WHERE theirs), sum(goods) FILTER (WHERE theirs),
    sum(served) FILTER (WHERE theirs), sum(minutes) FILTER (WHERE theirs)
FROM (
    SELECT
        year_earned, year_goods, year_served, year_minutes, earned, goods, served, minutes,
        coalesce($conditions, FALSE) AS theirs
    FROM "values"
) AS told
