"""The page's own modules as one script, so that a test does in a breath what the page does, with or without a network.

A page of the site lets no foreign script in; what a test evaluates is no script of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings

SOURCE = settings.ROOT / "frontend" / "src"
WANTED = (
    "offline/outbox.js",
    "offline/flush.js",
    "offline/packages.js",
    "offline/people.js",
    "offline/base.js",
)
IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>\.[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(
    r"^export (?P<rest>(?:async function|function|class|const|let) (?P<name>\w+))", re.MULTILINE
)


@lru_cache(maxsize=1)
def script() -> str:
    """An expression: what these modules export, all in one."""
    order: list[str] = []
    for path in WANTED:
        _visit(path, order)
    bodies = "\n".join(_wrapped(path) for path in order)
    everything = ", ".join(f'...modules["{path}"]' for path in WANTED)
    return f"(() => {{ const modules = {{}};\n{bodies}\nreturn {{ {everything} }}; }})()"


def _visit(path: str, order: list[str]) -> None:
    """What a module imports comes before it."""
    if path in order:
        return
    for found in IMPORT.finditer(_text(path)):
        _visit(_beside(path, found["path"]), order)
    order.append(path)


def _text(path: str) -> str:
    return str((SOURCE / path).read_text(encoding="utf-8"))


def _beside(path: str, name: str) -> str:
    return ((SOURCE / path).parent / name).resolve().relative_to(SOURCE.resolve()).as_posix()


def _wrapped(path: str) -> str:
    text = _text(path)
    names = [found["name"] for found in EXPORT.finditer(text)]
    text = EXPORT.sub(lambda found: found["rest"], text)
    text = IMPORT.sub(lambda found: _taken(path, found), text)
    assert not re.search(r"^(import|export) ", text, re.MULTILINE), f"{path} is written in another way"
    return f'modules["{path}"] = (() => {{\n{text}\nreturn {{ {", ".join(names)} }};\n}})();'


def _taken(path: str, found: re.Match[str]) -> str:
    if not found["names"]:
        return ""
    names = found["names"].replace(" as ", ": ")
    return f'const {{{names}}} = modules["{_beside(path, found["path"])}"];'
