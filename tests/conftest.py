"""What every test here may use: the cast, and the demo company."""

from tests.cast import cast, plain_files, quick_passwords
from tests.demo import demo, served

__all__ = ["cast", "demo", "plain_files", "quick_passwords", "served"]
