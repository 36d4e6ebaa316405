-- Every combination of steps with its chance of leaving, its level and what moved it.
SELECT
    CAST(unnest(CAST($rhythm AS INTEGER[])) AS INTEGER) AS rhythm,
    unnest(CAST($near AS INTEGER[])) AS near,
    unnest(CAST($trend AS INTEGER[])) AS trend,
    unnest(CAST($complaints AS INTEGER[])) AS complaints,
    unnest(CAST($habit AS INTEGER[])) AS habit,
    unnest(CAST($term AS INTEGER[])) AS term,
    unnest(CAST($chances AS DOUBLE[])) AS chance,
    unnest(CAST($lows AS DOUBLE[])) AS low,
    unnest(CAST($highs AS DOUBLE[])) AS high,
    unnest(CAST($levels AS VARCHAR[])) AS level,
    unnest(CAST($movers AS VARCHAR[])) AS movers
