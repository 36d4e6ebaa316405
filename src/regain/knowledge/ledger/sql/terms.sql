-- The numbers the lives expression takes, as one row, so that `marks` can be a view. `wait` is how much patience
-- the alarm asks for, -ln(alarm).
SELECT
    $as_of AS as_of, $customer AS whom, CAST($r AS DOUBLE) AS r, CAST($alpha AS DOUBLE) AS alpha,
    -ln(CAST($alarm AS DOUBLE)) AS wait,
    CAST($at_least AS DOUBLE) AS at_least, CAST($at_most AS DOUBLE) AS at_most
