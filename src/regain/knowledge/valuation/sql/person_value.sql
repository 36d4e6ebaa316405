-- Everything known and estimated of one customer.
SELECT * FROM "values" WHERE customer = $customer
