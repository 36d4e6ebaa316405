-- The day of the last sale, refund or contract event that had happened when the facts came in.
SELECT greatest(
    (SELECT max(day) FROM days),
    (SELECT max(day) FROM refunds),
    (
        SELECT max(CASE WHEN ended_on <= CAST($known AS DATE) THEN ended_on ELSE started_on END)
        FROM contracts
        WHERE started_on <= CAST($known AS DATE)
    )
)
