"""The way in: a file is read and checked in a guarded child process, then landed in the lake bucket by bucket."""
