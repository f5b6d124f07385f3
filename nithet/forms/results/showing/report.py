"""All blocks of a round, in the order of a report."""

from __future__ import annotations

from nithet.forms.results.shapes import Results
from nithet.forms.results.showing.blocks import Address, Part, nowhere
from nithet.forms.results.showing.needs import need_blocks
from nithet.forms.results.showing.questions import question_blocks, reliability_blocks, text_blocks
from nithet.forms.results.showing.ratings import rating_blocks


def parts(results: Results, address: Address | None = None) -> tuple[Part, ...]:
    """What was found, in the order of a report: needs first, ratings, other questions, words, how far to be trusted."""
    at = address or nowhere
    found = (
        Part("needs", "ลำดับความต้องการจำเป็น", tuple(need_blocks(results, at))),
        Part("ratings", "ผลการประเมินรายด้าน", tuple(rating_blocks(results, at))),
        Part("questions", "ผลรายข้อ", tuple(question_blocks(results, at))),
        Part("texts", "คำตอบที่เป็นข้อความ", tuple(text_blocks(results, at))),
        Part("alpha", "ค่าความเชื่อมั่นของเครื่องมือ", tuple(reliability_blocks(results.alphas))),
    )
    return tuple(part for part in found if part.blocks)
