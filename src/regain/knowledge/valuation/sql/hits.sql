-- Customers for the palette: the id itself, then ids that begin with the words, then names that have them.
SELECT customer, name, country, state, kind
FROM "values"
WHERE starts_with(lower(customer), $words) OR contains(lower(name), $words)
ORDER BY lower(customer) <> $words, NOT starts_with(lower(customer), $words), spent DESC, customer
LIMIT $most
