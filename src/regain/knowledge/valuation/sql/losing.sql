-- How many cost more than they bring, by how much, and what nobody can price.
SELECT
    count(*) FILTER (WHERE contribution < 0), coalesce(sum(contribution) FILTER (WHERE contribution < 0), 0),
    coalesce(sum(handled), 0), coalesce(sum(uncosted), 0)
FROM "values"
