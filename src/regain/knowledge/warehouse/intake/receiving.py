"""How files arrive: straight to the home's disk, from those who may import, up to the limit; others are let pass by."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from regain.foundation.kit.home import here
from regain.foundation.kit.http import actor_of
from regain.knowledge.warehouse.intake.uploads import uploads
from regain.knowledge.warehouse.rules.uploads import MOST_BYTES

IMPORT = "warehouse.import"
ROOM_FOR_FIELDS = 1 << 20


class Received(UploadedFile[Any]):
    """A file that was sent, on the disk it will stay on; gone when it is closed."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: Any) -> None:
        file = tempfile.NamedTemporaryFile(prefix="new-", dir=uploads(here().imports))  # noqa: SIM115 -- closed by the request
        super().__init__(file, name, content_type, 0, charset, extra)

    @property
    def called(self) -> str:
        """The name it was sent under, without folders."""
        return str(self.name or "")

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(str(self.file.name)) if self.file else Path()


class Receiving(FileUploadHandler):
    """Writes what arrives to the home, for those who may import; nobody else's bytes touch a disk."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Look at who sends how much before the first byte is kept."""
        request = self.request
        user = getattr(request, "user", None)
        may = bool(user is not None and user.is_authenticated and request is not None and actor_of(request).may(IMPORT))
        self.most = MOST_BYTES if may and content_length <= MOST_BYTES + ROOM_FOR_FIELDS else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or pass over it."""
        super().new_file(*args, **kwargs)
        if not self.most:
            raise StopUpload
        self.received = Received(self.file_name or "", self.content_type or "", self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece."""
        if start + len(raw_data) > self.most:
            raise StopUpload
        self.received.write(raw_data)

    def file_complete(self, file_size: int) -> Received:
        """The whole file."""
        self.received.seek(0)
        self.received.size = file_size
        return self.received
