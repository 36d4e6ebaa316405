-- The sums over the customers of a bucket that a share of cost to serve is learnt from.
SELECT
    coalesce(sum(handled), 0) AS handled,
    coalesce(sum(CAST(handled AS DOUBLE) * handled), 0) AS handled_squared,
    coalesce(sum(CAST(handled AS DOUBLE) * CAST(spent AS DOUBLE)), 0) AS crossed,
    coalesce(sum(CAST(spent AS DOUBLE)), 0) AS bought,
    coalesce(sum(CAST(spent AS DOUBLE) * CAST(spent AS DOUBLE)), 0) AS bought_squared,
    coalesce(sum(CAST(served AS DOUBLE)), 0) AS cost,
    count(*) AS customers
FROM served
