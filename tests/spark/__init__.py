"""The same questions on a real Spark: one session in local mode, and the demo company."""
