"""A day typed on the filling page is understood as the server's own date field understands it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from playwright.sync_api import Page

from nithet.thai.dates import ThaiDateError, parse_date

SOURCE = settings.ROOT / "frontend" / "src" / "filling" / "days.js"
TYPED = (
    "20 พ.ย. 2569", "20 พ.ย. 69", "๒๐/๑๑/๒๕๖๙", "20-11-2569", "20.11.69", "2569-11-20", "20 พฤศจิกายน 2569",
    "20 พฤศจิกายน พ.ศ. 2569", "วันศุกร์ที่ 20 พฤศจิกายน 2569", "20 พย 69", "20พ.ย.69", "  20  พ.ย.  2569 ", "1/1/2570",
    "29 ก.พ. 2571", "20 พ.ย. ค.ศ. 2026", "31/12/2569", "๑ ม.ค. ๗๐", "1 เม.ย. 2569", "1 มิ.ย. 2569", "1 มี.ค. 2569",
    "20/11/2026", "2026-11-20", "31 ก.พ. 2570", "29 ก.พ. 2570", "20/13/2569", "0/1/2569", "20 พ.ย.", "พรุ่งนี้", "20", "20/11/1000",
    "20 พ.ย. 256", "abc 20 พ.ย. 2569", "20/11-2569",
)  # fmt: skip


def by_server(text: str) -> str | None:
    try:
        return parse_date(text).isoformat()
    except ThaiDateError:
        return None


def test_the_page_and_the_server_read_the_same_days(page: Page) -> None:
    source = SOURCE.read_text(encoding="utf-8").replace("export ", "")
    read: list[dict[str, Any]] = page.evaluate(
        f"(texts) => {{ {source}; return texts.map((text) => readDay(text)); }}", list(TYPED)
    )
    found = {text: day.get("day") for text, day in zip(TYPED, read, strict=True)}
    assert found == {text: by_server(text) for text in TYPED}
    # Whatever is not understood is told, with what to do.
    assert [
        text
        for text, day in zip(TYPED, read, strict=True)
        if "day" not in day and "โปรด" not in day.get("why", "")
    ] == []
