"""The key in a calendar's address opens it, so no log of ours keeps one."""

import logging
import re

LOGGERS = ("django.request", "django.security.csrf")
KEY = re.compile(r"(/notices/calendar/)[^/\s]{16,}")


def hide_keys(record: logging.LogRecord) -> bool:
    """Write `…` where a record names a calendar's address."""
    if isinstance(record.args, tuple):
        record.args = tuple(KEY.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args)
    return True


def keep_keys_out() -> None:
    """Let the loggers that write addresses down hide the keys."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(hide_keys)
