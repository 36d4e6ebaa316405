-- Who one customer is; nobody of that id gives no row. The values know some whom no customers file names.
SELECT
    $customer AS customer, coalesce(max(name), '') AS name, coalesce(max(country), '') AS country,
    coalesce(max(email), '') AS email, coalesce(max(phone), '') AS phone, coalesce(max(segment), '') AS segment,
    coalesce(max(status), '') AS status, max(since) AS since
FROM (
    SELECT customer, name, country, email, phone, segment, status, since FROM customers WHERE customer = $customer
    UNION ALL
    SELECT customer, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM contracts WHERE customer = $customer
    UNION ALL
    SELECT customer, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM contacts WHERE customer = $customer
) AS found
HAVING count(*) > 0
