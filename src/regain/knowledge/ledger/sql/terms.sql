-- The numbers the lives expression takes, as one row, so that `marks` can be a view.
SELECT
    $as_of AS as_of, $customer AS whom, CAST($r AS DOUBLE) AS r, CAST($alpha AS DOUBLE) AS alpha,
    CAST($alarm AS DOUBLE) AS alarm, $at_least AS at_least, $at_most AS at_most
