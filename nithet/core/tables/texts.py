"""The texts of a workbook, to which its cells point by number: kept in a temporary file, read in blocks."""

from __future__ import annotations

from functools import lru_cache
from tempfile import TemporaryFile
from typing import IO
from xml.etree.ElementTree import Element

from openpyxl.utils.escape import unescape

from nithet.core.tables.markup import namespace, records
from nithet.core.tables.package import Package

BLOCK = 64
KEPT_BLOCKS = 2048
"""131,072 texts, about 15 MB. Rows point mostly to texts near to one another, and to a few that all share."""
_BETWEEN = "\0"
"""No XML can hold this character."""


class Texts:
    """A list of texts that may be larger than the memory."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile(prefix="nithet-texts-")  # noqa: SIM115  closed with the table
        self._starts = [0]
        self._open: list[str] = []
        self._block = lru_cache(maxsize=KEPT_BLOCKS)(self._read_block)

    def add(self, text: str) -> None:
        self._open.append(text)
        if len(self._open) == BLOCK:
            self.finish()

    def finish(self) -> None:
        """Write what is still open. Nothing is added after."""
        if self._open:
            data = _BETWEEN.join(self._open).encode("utf-8", "surrogatepass")
            self._file.write(data)
            self._starts.append(self._starts[-1] + len(data))
            self._open = []

    def __getitem__(self, place: int) -> str:
        return self._block(place // BLOCK)[place % BLOCK]

    def close(self) -> None:
        self._block.cache_clear()
        self._file.close()

    def _read_block(self, block: int) -> list[str]:
        if block < 0:
            raise IndexError(block)
        start, end = self._starts[block], self._starts[block + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass").split(_BETWEEN)


def read_texts(package: Package, name: str) -> Texts:
    """All texts of the workbook; none where its cells hold their own."""
    texts = Texts()
    try:
        if package.texts is not None:
            for group in records(package.archive, package.texts, "sst", name):
                for text in group:
                    texts.add(written(text))
        texts.finish()
    except BaseException:
        texts.close()
        raise
    return texts


def written(text: Element) -> str:
    """A text (<si>, <is>) with its runs joined, without the readings that stand beside East Asian ones."""
    tag = namespace(text)
    if len(text) == 1 and text[0].tag == f"{tag}t":
        return plain(text[0].text or "")
    runs = (
        run.text if run.tag == f"{tag}t" else run.findtext(f"{tag}t")
        for run in text
        if run.tag != f"{tag}rPh"
    )
    return plain("".join(run or "" for run in runs))


def plain(text: str) -> str:
    """The text with Excel's own escapes (_x000D_) resolved."""
    return str(unescape(text)) if "_x" in text else text
