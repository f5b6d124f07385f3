"""How long reading a manual takes beside only cutting the same text into words (the promise: at most 3 times)."""

from pathlib import Path
from time import perf_counter
from typing import Any

from nithet.manuals import likeness
from nithet.manuals.reading import actions, columns, read_text, sections, times
from nithet.thai.words import segment

SOURCES = Path(__file__).resolve().parents[2] / "shared" / "manuals"
REPEATS = 5
PROMISED_RATIO = 3.0
_WARM_UP = "ชื่องาน งานทดลอง\n\nขั้นตอนการปฏิบัติงาน\n\n1. รับเรื่อง\n2. ส่งเรื่อง\n"


def measure(texts: list[str] | None = None) -> dict[str, Any]:
    """Characters, the best times of reading and of segmenting, and their ratio."""
    texts = texts or _texts()
    read_text(_WARM_UP)
    read_seconds = min(_seconds_anew(texts) for _ in range(REPEATS))
    segment_seconds = min(_seconds(segment, texts) for _ in range(REPEATS))
    return {
        "chars": sum(map(len, texts)),
        "seconds_read": read_seconds,
        "seconds_segment": segment_seconds,
        "ratio": read_seconds / segment_seconds,
    }


def _seconds_anew(texts: list[str]) -> float:
    """The time to read texts as if they had never been seen: what was remembered of texts is forgotten."""
    for module in (actions, columns, likeness, sections, times):
        for thing in vars(module).values():
            if hasattr(thing, "cache_info") and thing.cache_info().maxsize is not None:
                thing.cache_clear()
    return _seconds(read_text, texts)


def _texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))]


def _seconds(work: Any, texts: list[str]) -> float:
    start = perf_counter()
    for text in texts:
        work(text)
    return perf_counter() - start


if __name__ == "__main__":
    print(measure())
