-- Everything known and estimated of every customer of a bucket: the table `values`.
SELECT
    lives.customer,
    coalesce(nullif(people.name, ''), '') AS name,
    coalesce(people.country, '') AS country,
    CASE WHEN lives.left_on IS NULL THEN 'alive' ELSE 'departed' END AS state,
    CASE
        WHEN people.status IN ('deceased', 'out of business') THEN people.status
        WHEN lives.left_on IS NOT NULL THEN lives.ended_kind
        WHEN lives.days_usually >= 3 AND lives.spent_lately < $shrunk * lives.spent_usually / 2 THEN 'partial'
        ELSE ''
    END AS kind,
    coalesce(people.status, '') NOT IN ('deceased', 'out of business') AS recoverable,
    lives.first_day, lives.last_day, lives.purchase_days, lives.lives, lives.life_began_on, lives.left_on,
    lives.silence, lives.allowed, lives.spent, lives.spent_year, lives.spent_lately, lives.spent_usually,
    lives.refunded,
    lives.basis, lives.earned, lives.goods, lives.served, lives.contribution, lives.handled, lives.uncosted,
    lives.minutes, lives.year_earned, lives.year_goods, lives.year_served, lives.year_contribution,
    lives.year_minutes,
    coalesce(warned.risk, '') AS risk, warned.risk_chance, warned.risk_chance_low, warned.risk_chance_high,
    coalesce(warned.movers, '') AS movers, warned.ends_on,
    nullif(estimates.worth, CAST('nan' AS DOUBLE)) AS worth,
    nullif(estimates.worth_low, CAST('nan' AS DOUBLE)) AS worth_low,
    nullif(estimates.worth_high, CAST('nan' AS DOUBLE)) AS worth_high,
    nullif(estimates.chance, CAST('nan' AS DOUBLE)) AS chance,
    nullif(estimates.chance_low, CAST('nan' AS DOUBLE)) AS chance_low,
    nullif(estimates.chance_high, CAST('nan' AS DOUBLE)) AS chance_high,
    nullif(estimates.chance_called, CAST('nan' AS DOUBLE)) AS chance_called,
    nullif(estimates.chance_called_low, CAST('nan' AS DOUBLE)) AS chance_called_low,
    nullif(estimates.chance_called_high, CAST('nan' AS DOUBLE)) AS chance_called_high,
    nullif(estimates.second_value, CAST('nan' AS DOUBLE)) AS second_value,
    nullif(estimates.second_value_low, CAST('nan' AS DOUBLE)) AS second_value_low,
    nullif(estimates.second_value_high, CAST('nan' AS DOUBLE)) AS second_value_high,
    nullif(estimates.maximum_spend, CAST('nan' AS DOUBLE)) AS maximum_spend,
    nullif(estimates.maximum_spend_low, CAST('nan' AS DOUBLE)) AS maximum_spend_low,
    nullif(estimates.maximum_spend_high, CAST('nan' AS DOUBLE)) AS maximum_spend_high,
    nullif(estimates.score, CAST('nan' AS DOUBLE)) AS score,
    estimates.alike, estimates.alike_returned,
    CASE estimates.sure WHEN 1 THEN 'prior' WHEN 2 THEN 'thin' WHEN 3 THEN 'measured' ELSE '' END AS confidence
FROM numbered AS lives
JOIN estimates ON estimates.row = lives.row
LEFT JOIN warned ON warned.customer = lives.customer
LEFT JOIN customers AS people ON people.customer = lives.customer
ORDER BY lives.customer
