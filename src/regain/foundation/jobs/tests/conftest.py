"""The cast."""

from tests.cast import cast, plain_files, quick_passwords

__all__ = ["cast", "plain_files", "quick_passwords"]
