-- Customers who share the e-mail address or the phone number of one.
SELECT others.customer, others.name
FROM customers AS others
JOIN customers AS one ON one.customer = $customer AND others.customer <> one.customer
WHERE (one.email <> '' AND lower(others.email) = lower(one.email)) OR (one.phone <> '' AND others.phone = one.phone)
ORDER BY others.customer
LIMIT $most
