-- The absence that each departure told of lies in, and how far the two days of leaving are apart.
SELECT told.place, lost.row, abs(told.left_on - lost.left_on) AS apart
FROM told
JOIN lost ON lost.customer = told.customer
WHERE told.left_on > lost.last_day AND (lost.back_on = -1 OR told.left_on <= lost.back_on)
