-- Those of a bucket who left in a time.
SELECT * FROM valued WHERE left_on >= $left_from AND left_on < $left_until
