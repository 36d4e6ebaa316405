-- Contracts of one customer, oldest first.
SELECT contract, plan, started_on, ended_on, amount_month, status, closed_how
FROM contracts WHERE customer = $customer ORDER BY started_on, contract
