-- The countries of the valued customers, those with most customers first.
SELECT country FROM "values" WHERE country <> '' GROUP BY country ORDER BY count(*) DESC, country LIMIT $most
