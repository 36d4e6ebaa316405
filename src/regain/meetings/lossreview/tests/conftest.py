"""The cast, for every part of the Loss Review."""

from tests.cast import cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]
