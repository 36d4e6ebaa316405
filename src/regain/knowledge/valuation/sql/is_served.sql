-- Whether any contact of a bucket came with its own cost.
SELECT count("cost") > 0 FROM contacts WHERE day < $as_of
