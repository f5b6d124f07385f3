"""What flow charts draw between and around their boxes: arrows, and the words of beginning and end."""

import re

ARROW = re.compile(r"\s*(?:[→⇒⇨➔➜➡↓⇓⇩⬇▼]\ufe0f?|-{1,2}>|=>)\s*")
_END = re.compile(
    r"[\s(\[]*(?:จุด)?(?:เริ่ม(?:ต้น)?|สิ้นสุด|จบ|start|begin|end|stop|finish)(?:งาน|การทำงาน)?[\s)\]]*",
    re.IGNORECASE,
)


def is_end(text: str) -> bool:
    """Whether a box says only that the flow begins or ends."""
    return _END.fullmatch(text) is not None


def is_arrow(text: str) -> bool:
    """Whether a line holds nothing but arrows."""
    return bool(text) and not ARROW.sub("", text).strip()
