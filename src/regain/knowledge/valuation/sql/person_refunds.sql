-- What one customer got back, day by day, oldest first.
SELECT day, refunded, lines FROM refunds WHERE customer = $customer ORDER BY day
