"""Where one machine is too small: the same questions, asked of Spark.

`dialect` carries a question from DuckDB's dialect, `session` starts Spark, `connection` answers as a DuckDB connection
does, `lake` shows it the files of a snapshot and writes computed tables back. Nothing here is imported until a company
asks for Spark; without it neither pyspark nor sqlglot needs to be installed.
"""
