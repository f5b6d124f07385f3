"""What is left out of logs: addresses that are a right by themselves, for whoever reads a log would hold them too."""

from __future__ import annotations

import logging
import re

# Of a round that is answered without an account, of a calendar, and of a phone.
_SECRET = re.compile(r"(?<=/a/)[\w-]{38}|(?<=/calendar/)[^/\s]+(?=\.ics)|(?<=/odk/)[^/\s]+")


class WithoutLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything pass, with the secret part of such addresses taken out."""
        words = record.getMessage()
        if _SECRET.search(words):
            record.msg, record.args = _SECRET.sub("…", words), ()
        return True
