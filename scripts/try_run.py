"""Start `make run` with data of its own, sign in as every demo account, and stop it again."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from nithet.accounts.demo import ACCOUNTS, PASSWORD  # noqa: E402

LONGEST_START_S = 300


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), free_port()) as address:
        refused = [account.username for account in ACCOUNTS if not can_sign_in(address, account.username)]
    sys.stdout.write(f"{len(ACCOUNTS) - len(refused)} of {len(ACCOUNTS)} demo accounts signed in\n")
    if refused:
        sys.stdout.write(f"Refused: {', '.join(refused)}\n")
    return 1 if refused else 0


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    environment = {**os.environ, "NITHET_VAR": str(folder), "NITHET_DEMO": "1", "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(["make", "run"], cwd=ROOT, env=environment, start_new_session=True)  # noqa: S607
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_until_it_answers(address, process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while (status := status_of(address)) is None:
        if process.poll() is not None:
            raise SystemExit(f"make run ended with {process.returncode} before it answered")
        if time.monotonic() - began > LONGEST_START_S:
            raise SystemExit(f"No answer within {LONGEST_START_S} s")
        time.sleep(0.2)
    sys.stdout.write(f"Answered {status} after {time.monotonic() - began:.1f} s\n")
    if status != HTTPStatus.OK:
        raise SystemExit(1)


def status_of(address: str) -> int | None:
    """None while nobody listens."""
    try:
        with visitor().open(address, timeout=10) as page:
            return int(page.status)
    except HTTPError as refused:
        return refused.code
    except URLError:
        return None


def can_sign_in(address: str, username: str) -> bool:
    """As a browser does it: the sign-in page, its token, the form; then a page that is no sign-in page."""
    browser = visitor()
    with browser.open(address, timeout=30) as page:
        form_address, text = page.url, page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    if token is None:
        return False
    fields = {"csrfmiddlewaretoken": token[1], "username": username, "password": PASSWORD}
    with browser.open(form_address, urlencode(fields).encode(), timeout=30) as page:
        return bool(page.status == HTTPStatus.OK and page.url.split("?")[0] != form_address.split("?")[0])


def visitor() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
