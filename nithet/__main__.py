"""`python -m nithet read FILE [--json]`: reads a work manual and prints what it says."""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from nithet.manuals.reading import UnreadableManualError, read_bytes, refuse_large
from nithet.manuals.reading.outline import as_document, as_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 1 for a file that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m nithet", description="นิเทศ: เปลี่ยนคู่มือการปฏิบัติงานเป็นงานประจำปี"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="อ่านคู่มือการปฏิบัติงาน (.txt, .md)")
    read.add_argument("file", type=Path, help="ไฟล์คู่มือ")
    read.add_argument("--json", action="store_true", help="พิมพ์เป็น JSON")
    options = parser.parse_args(arguments)
    try:
        print(_read(options.file, as_json=options.json))  # noqa: T201 - the command's output
    except UnreadableManualError as error:
        print(error.message, file=sys.stderr)  # noqa: T201 - the command's output
        return 1
    return 0


def _read(path: Path, *, as_json: bool) -> str:
    if not path.is_file():
        raise UnreadableManualError("missing", name=path.name)
    refuse_large(path.stat().st_size)
    draft = read_bytes(path.read_bytes(), name=path.name)
    return json.dumps(as_document(draft), ensure_ascii=False, indent=2) if as_json else as_text(draft)


if __name__ == "__main__":
    # Thai comes out right on a terminal or pipe of any locale.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(main())
