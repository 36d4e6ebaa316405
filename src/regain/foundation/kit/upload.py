"""Small files that come with a form: kept in memory, up to what the route takes, from whoever may use it.

A room names such routes in its manifest (`takes`). Whatever comes to any other route is left to the next handler.
"""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload
from django.http import HttpRequest

from regain.foundation.kit.http import actor_of
from regain.foundation.kit.room import access, rooms

ROOM_FOR_FIELDS: Final = 1 << 20


class SmallFiles(FileUploadHandler):
    """Looks at the route and at who sends how much before the first byte is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """How much this request may bring: none means that the route takes no small files."""
        self.most = _most(self.request)
        if self.most is not None and content_length > self.most + ROOM_FOR_FIELDS:
            self.most = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, pass over it, or leave it to others."""
        super().new_file(*args, **kwargs)
        if self.most is None:
            return
        if not self.most:
            raise StopUpload
        self.kept = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece."""
        if self.most is None:
            return raw_data
        if start + len(raw_data) > self.most:
            raise StopUpload
        self.kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The whole file."""
        if self.most is None:
            return None
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def _most(request: HttpRequest | None) -> int | None:
    """The most bytes of a file on this route; 0 for whoever may not use it."""
    place = request.resolver_match if request is not None else None
    if request is None or place is None:
        return None
    name = place.view_name
    most = next((room.takes[name] for room in rooms() if name in room.takes), None)
    if most is None:
        return None
    user = getattr(request, "user", None)
    permission = access()[name].get(request.method or "", "")
    may = user is not None and user.is_authenticated and actor_of(request).may(permission)
    return most if may else 0
