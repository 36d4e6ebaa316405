-- How many valued customers fit the conditions.
SELECT count(*) FROM "values" WHERE $conditions
