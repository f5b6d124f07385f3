"""Templates keep what the content security policy and the sprite ask of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "nithet").rglob("templates/**/*.html")])
SPRITE = set(
    re.findall(r'<symbol id="i-([\w-]+)"', (ROOT / "nithet/core/templates/core/icons.svg").read_text())
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_style_and_no_script_stands_in_a_template(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)|hx-on""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_named_in_a_template_is_in_the_sprite(path: Path) -> None:
    assert set(re.findall(r'{% icon "([\w-]+)"', path.read_text())) <= SPRITE
