"""`python -m config.serve`: the production server, and a word on where it is and for whom."""

import os
import socket
import subprocess
import sys

from django.conf import settings

from nithet.accounts.demo import ACCOUNTS, PASSWORD
from nithet.offices.settings import setup_code

# Each worker answers so many people at once; a page waits for the database more than it computes.
THREADS_A_WORKER = 4


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    refuse_a_taken_port(settings.HOST, settings.PORT)
    sys.stdout.write(banner())
    sys.stdout.flush()
    os.chdir(settings.ROOT)
    if settings.WORKER_BESIDE:
        start_worker()
    # The server takes this process's place, so that signals reach it.
    os.execv(sys.executable, [sys.executable, "-m", "granian", *server_options()])  # noqa: S606


def start_worker() -> None:
    """Long work beside the server. It ends by itself when the server, which takes this process's place, ends."""
    subprocess.Popen([sys.executable, "manage.py", "worker", "--with-parent"])


def refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        # As the server does: a port that was closed a moment ago is free.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = f"เปิดพอร์ต {port} ที่ {host} ไม่ได้ ({error})"
            raise SystemExit(f"{reason} โปรดใช้พอร์ตอื่น เช่น make run PORT=8001") from None


def server_options() -> list[str]:
    return [
        "--interface=wsgi",
        f"--host={settings.HOST}",
        f"--port={settings.PORT}",
        f"--workers={settings.WORKERS}",
        f"--blocking-threads={THREADS_A_WORKER}",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level=warning",
        "config.wsgi:application",
    ]


def banner() -> str:
    lines = ["", f"เปิดใช้งานที่  {settings.PUBLIC_ADDRESS or f'http://{settings.HOST}:{settings.PORT}/'}", ""]
    if settings.DEMO:
        lines += [*demo_accounts(), ""]
    lines += [f"ตั้งสำนักงานใหม่ที่ /setup/ ด้วยรหัสตั้งค่าเริ่มต้น {setup_code.current()}", ""]
    return "\n".join([*lines, "หยุดด้วย Ctrl+C", "", ""])


def demo_accounts() -> list[str]:
    width = max(len(account.username) for account in ACCOUNTS) + 2
    lines = [f"บัญชีสาธิต (รหัสผ่านทุกบัญชี: {PASSWORD})"]
    lines += [f"  {account.username:<{width}}{account.position}" for account in ACCOUNTS]
    if settings.PUBLIC_ADDRESS:
        lines += ["", "ระวัง: เปิดสู่เครือข่ายพร้อมบัญชีสาธิต ผู้อื่นเข้าใช้ได้ทุกบัญชี ห้ามบันทึกข้อมูลจริง"]
    return lines


if __name__ == "__main__":
    main()
