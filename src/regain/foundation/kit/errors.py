"""Refusals. Each is a sentence for the person who asked, and knows the HTTP status it deserves."""

from http import HTTPStatus


class Refused(Exception):
    """Something asked for that will not be done; the message says why and what to do instead."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Invalid(Refused):
    """What was sent cannot be used as it is."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotAllowed(Refused):
    """This person may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(Refused):
    """There is no such thing, or none this person may see."""

    status = HTTPStatus.NOT_FOUND


class Conflict(Refused):
    """Somebody else changed it, or it is already done."""

    status = HTTPStatus.CONFLICT


class Unavailable(Refused):
    """It cannot be answered right now; trying again later may work."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
