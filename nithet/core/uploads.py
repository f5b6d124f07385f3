"""Files on their way in: one that was cut off is refused, one for which there is no room is told so by its form."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParserError

from nithet.core.disk import is_storage_full


class UnkeptUpload(UploadedFile):  # type: ignore[type-arg]  # generic for type checkers only
    """Stands for a file that came when there was no room for it: a name and a size, no content."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(file=BytesIO(), name=name, size=size)


class WholeUploadHandler(FileUploadHandler):
    """Counts what comes: Django takes what there is of a request that broke off as if it were all of it."""

    chunk_size = 64 * 2**10
    _came = 0
    _promised = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  as Django names it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        read = input_data.read

        def counted(*size: int) -> bytes:
            piece: bytes = read(*size)
            self._came += len(piece)
            return piece

        # What lies in memory already came whole, and cannot be counted.
        with suppress(AttributeError):
            input_data.read = counted
            self._promised = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def upload_complete(self) -> None:
        if self._came < self._promised:
            raise MultiPartParserError("the request broke off")


class RoomyUploadHandler(TemporaryFileUploadHandler):
    """Where the disk is full the other fields of the form still arrive, and it can say what is wrong."""

    _is_full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._is_full = False
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._note(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._is_full:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._note(error)

    def file_complete(self, file_size: int) -> Any:
        if not self._is_full:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # the last bytes are written when the file is rewound
                self._note(error)
        return UnkeptUpload(self.file_name or "", file_size)

    def _note(self, error: OSError) -> None:
        if not is_storage_full(error):
            raise error
        self._is_full = True
        # None was made, or what was kept back finds no room either.
        with suppress(AttributeError, OSError):
            self.file.close()
