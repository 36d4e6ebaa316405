"""What the warehouse decides without touching a file: kinds, fields, mappings, dates, sentences and tables."""
