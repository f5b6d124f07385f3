"""What a person should look at in a draft, told from the draft alone, so that it is right after every edit.

`warnings_of` joins what is found now with what only the reading could see (a damaged sheet, a row that fits no step).
A warning that a person let stand stays so while it is true.
"""

from nithet.manuals.reviewing.warnings import COMPUTED, warnings_of

__all__ = ["COMPUTED", "warnings_of"]
