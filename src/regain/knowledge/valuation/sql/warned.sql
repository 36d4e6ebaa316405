-- The early warning of every living customer of a bucket. A known end of a contract is a high risk by itself.
SELECT
    watched.customer,
    CASE WHEN watched.ends_on IS NOT NULL THEN 'high' ELSE cells.level END AS risk,
    cells.chance AS risk_chance, cells.low AS risk_chance_low, cells.high AS risk_chance_high,
    trim(CASE WHEN watched.ends_on IS NOT NULL THEN 'ends ' ELSE '' END || cells.movers) AS movers,
    watched.ends_on
FROM watched
JOIN risk_cells AS cells
    ON cells.rhythm = watched.rhythm AND cells.near = watched.near AND cells.trend = watched.trend
    AND cells.complaints = watched.complaints AND cells.habit = watched.habit AND cells.term = watched.term
