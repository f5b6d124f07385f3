"""What a proxy writes down tells nobody the secret part of an address."""

from __future__ import annotations

from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from tests.deploy.installation import DOMAIN, free_port
from tests.deploy.test_proxies import COMMANDS, MIB, Proxy

SECRET = "odk_Aq7zSecretSecretSecret"
ADDRESSES = (
    f"/odk/{SECRET}/formList", f"/odk/{SECRET}/submission?deviceID=collect", f"/a/{SECRET}/fill/",
    f"/calendar/{SECRET}.ics", f"//odk//{SECRET}/formList", f"/%6Fdk/{SECRET}/formList",
)  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_no_log_tells_an_address_that_is_a_right_by_itself(name: str, tmp_path: Path) -> None:
    """Nobody answers behind it, so that each is an error too."""
    with ExitStack() as around:
        proxy = Proxy(name, tmp_path, free_port(), around)
        for path in ADDRESSES:
            assert proxy.ask("GET", path, headers={"Referer": f"https://{DOMAIN}{path}"}).status in {502, 503}
            _ask_plainly(proxy, path)
        assert proxy.ask("POST", ADDRESSES[0], size=settings.REQUEST_MAX_BYTES + 20 * MIB).status == 413
        proxy.ask("GET", "/satit1/forms/?q=1")
    written = {path.name: path.read_text(errors="replace") for path in tmp_path.rglob("*.log")}
    assert [name for name, text in written.items() if SECRET in text] == []
    # That something was written down at all, and what is no secret.
    told = "".join(written.values())
    for words in ("***", "/satit1/forms/?q=1", "/odk/***/submission?deviceID=collect"):
        assert words in told, words


def _ask_plainly(proxy: Proxy, path: str) -> None:
    """By http, as it is typed; it is led to https."""
    plain = HTTPConnection("127.0.0.1", proxy.ports.http, timeout=5)
    plain.request("GET", path, headers={"Host": DOMAIN})
    assert plain.getresponse().status in {301, 308}
    plain.close()
