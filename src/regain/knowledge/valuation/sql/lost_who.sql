-- Who some of the rows are.
SELECT lost.row, customer, name, country, first_day, last_day, left_on, back_on, purchase_days, lives
FROM lost
JOIN wanted ON wanted.row = lost.row
