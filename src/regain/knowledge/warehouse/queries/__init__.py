"""What is asked of the facts and of the imports: the lake itself, one customer's bucket, lists, pages of the wizard."""

from regain.knowledge.warehouse.queries.facts import imports, is_open, lake, lake_on, last_day, reader_of
from regain.knowledge.warehouse.queries.looking import guessed

__all__ = ["guessed", "imports", "is_open", "lake", "lake_on", "last_day", "reader_of"]
