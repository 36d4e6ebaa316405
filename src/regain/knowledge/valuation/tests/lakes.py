"""Small lakes from Python rows, for the tests of this room."""

from regain.knowledge.warehouse.tests.lakes import lake_of, sale, write

__all__ = ["lake_of", "sale", "write"]
