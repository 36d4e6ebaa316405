-- Who are the customers: those imported, and those known only by their sales; an unknown country comes from the latest sale.
CREATE VIEW customers AS
SELECT
    known.customer,
    known.name,
    CASE WHEN known.country = '' THEN coalesce(buyers.country, '') ELSE known.country END AS country,
    known.email, known.phone, known.zone, known.segment, known.status, known.since
FROM imported_customers AS known
LEFT JOIN buyers ON buyers.customer = known.customer
UNION ALL
SELECT buyers.customer, '', buyers.country, '', '', '', '', '', NULL
FROM buyers
ANTI JOIN imported_customers AS known ON known.customer = buyers.customer
