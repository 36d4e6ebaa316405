-- The days on which one customer bought, oldest first.
SELECT day, purchases, spent, margin FROM days WHERE customer = $customer ORDER BY day
