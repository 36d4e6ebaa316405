"""The lake: immutable Parquet files under numbered snapshots, and one pointer that says which snapshot counts.

A writer adds files and then switches the pointer; a reader opens the snapshot it found and keeps it. A file once named
by a snapshot never changes. A later file of a bucket may *hide* customers of earlier ones (its mask), so that a small
import adds small files instead of rewriting large ones.
"""
