-- On what the values of a bucket rest, and the sums of the account.
SELECT basis, count(*) AS customers FROM served GROUP BY basis
