-- The rows of a file written by ourselves: every cell quoted, nothing guessed.
SELECT *
FROM read_csv(
    $path,
    auto_detect = false, header = false, delim = chr(31), quote = '"', escape = '"', new_line = '\n',
    columns = {$columns}, max_line_size = 5000000, buffer_size = 10000000, parallel = false
)
