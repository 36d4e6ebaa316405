-- Contacts with one customer, oldest first.
SELECT happened_at, day, kind, direction, minutes, "cost", outcome
FROM contacts WHERE customer = $customer ORDER BY happened_at, contact
