"""Programs apart that read files for us: what they may know of the server."""

import os

_TOLD = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "TESSDATA_PREFIX")


def environment_of(**more: str) -> dict[str, str]:
    """Where programs and languages are, and no secret that the server was started with."""
    return {name: os.environ[name] for name in _TOLD if name in os.environ} | more
