"""The command line: thin doors over the same verbs and queries as the pages.

Every command takes `--home DIR` and `--json`. With `--json` standard output holds one JSON document and
nothing else; words and progress go to standard error. A refusal is one sentence and a non-zero exit.
"""

from regain.shell.cli.root import main

__all__ = ["main"]
