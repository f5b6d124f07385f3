"""Laws that a manual names and that were amended or replaced since."""

from collections.abc import Iterator

from nithet.catalogue.laws import Law, law_named
from nithet.manuals.draft import Caution, ManualDraft, Text
from nithet.manuals.reviewing.finding import caution, first_line, set_text
from nithet.thai.numerals import to_arabic

_AMENDED = ("แก้ไขเพิ่มเติม", "ปรับปรุง")


def check(draft: ManualDraft) -> Iterator[Caution]:
    """References to laws in a state that is no longer theirs."""
    for one in draft.procedures:
        for text in one.references:
            if law := law_named(text.text):
                yield from _state(text, law)


def _state(text: Text, law: Law) -> Iterator[Caution]:
    name = f"{law.title} พ.ศ. {law.year_be}"
    line = first_line(text.lines)
    if new := law.superseded_by:
        remedy = set_text("ใช้ฉบับใหม่", text.key, "text", new.title)
        facts = {"law": name, "other": new.title, "date": new.date, "source": law.source}
        yield caution("law-superseded", line=line, item=text.key, remedy=remedy, **facts)
    elif law.amended_by and not _says_so(text.text):
        last = law.amended_by[-1]
        remedy = set_text(
            "เติม “และที่แก้ไขเพิ่มเติม”", text.key, "text", f"{text.text} และที่แก้ไขเพิ่มเติม {last.title}"
        )
        facts = {"law": name, "other": last.title, "date": f"ใช้ตั้งแต่ {last.date}", "source": law.source}
        yield caution("law-amended", line=line, item=text.key, remedy=remedy, **facts)


def _says_so(text: str) -> bool:
    """Whether the reference speaks of amendments (“และที่แก้ไขเพิ่มเติม”, “(ฉบับที่ 2)”)."""
    words = to_arabic(text)
    return any(word in words for word in _AMENDED) or "ฉบับที่" in words
