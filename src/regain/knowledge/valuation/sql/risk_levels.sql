-- How many living customers have each level of risk, and what they bought in their last year.
SELECT risk, count(*), coalesce(sum(spent_year), 0) FROM "values" WHERE state = 'alive' GROUP BY risk
