-- How many lines gave money back.
SELECT coalesce(sum(lines), 0) FROM refunds
