-- One page of valued customers, or all of them: the columns shown, the conditions asked for, in the order asked for.
SELECT $columns
FROM "values"
WHERE $conditions
ORDER BY $order
LIMIT $limit OFFSET $offset
