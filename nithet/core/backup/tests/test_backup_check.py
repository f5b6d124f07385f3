"""An archive that is damaged, newer, forged or none at all is refused with a word on what is wrong."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nithet.core.backup.checking import check, is_plain_path
from nithet.core.backup.errors import DamagedError, NewerError, NotAnArchiveError
from nithet.core.backup.tests.conftest import Altered

SCHOOLS = "tables/offices.school.jsonl.gz"


def test_a_whole_archive_is_said_to_be_whole(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("checkbackup", archive)
    assert "ไฟล์สำรองข้อมูลครบถ้วน" in capsys.readouterr().out


def test_a_changed_byte_in_any_entry_is_found(archive: Path, tmp_path: Path) -> None:
    whole, damaged = archive.read_bytes(), tmp_path / "damaged.tar"
    with tarfile.open(archive) as tar:
        inside = [
            entry.offset_data + share * (entry.size - 1) // 3
            for entry in tar
            if entry.size
            for share in range(4)
        ]
    for place in inside:
        damaged.write_bytes(flipped(whole, place))
        with pytest.raises((DamagedError, NotAnArchiveError)):
            check(damaged)
    assert len(inside) > 100


def test_a_changed_byte_between_entries_is_found_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    whole, damaged, sound = archive.read_bytes(), tmp_path / "damaged.tar", check(archive)
    with tarfile.open(archive) as tar:
        heads = [range(entry.offset, entry.offset_data, 61) for entry in tar][::7]
    for place in (place for head in heads for place in head):
        damaged.write_bytes(flipped(whole, place))
        with suppress(DamagedError, NotAnArchiveError):
            assert check(damaged) == sound


def flipped(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 0x11]) + whole[place + 1 :]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
def test_a_truncated_archive_is_damaged(archive: Path, tmp_path: Path, share: float) -> None:
    whole = archive.read_bytes()
    cut = tmp_path / "cut.tar"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedError):
        check(cut)


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"PK\x03\x04" + b"x" * 2000, "ข้อความ".encode() * 300])
def test_another_file_is_no_archive(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(content)
    with pytest.raises(NotAnArchiveError, match=r"ไม่ใช่ไฟล์สำรองข้อมูลของระบบนี้"):
        check(other)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"“nowhere\.tar” ไม่ใช่ไฟล์สำรองข้อมูล"):
        call_command("checkbackup", tmp_path / "nowhere.tar")


def test_another_tar_is_no_archive(tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.addfile(tarfile.TarInfo("readme"), BytesIO())
    with pytest.raises(NotAnArchiveError):
        check(other)


def test_a_table_that_was_changed_is_named(altered: Altered) -> None:
    with pytest.raises(DamagedError, match=r"ตาราง offices\.school"):
        check(altered(SCHOOLS, lambda content: flipped(content, len(content) // 2)))


def test_a_changed_secret_or_manifest_is_found(altered: Altered) -> None:
    with pytest.raises(DamagedError, match="กุญแจลับของระบบ"):
        check(altered("secret", lambda content: content[::-1]))
    with pytest.raises(DamagedError, match="รายการสรุปท้ายไฟล์"):
        check(altered("manifest.json", lambda content: content.replace(b'"rows": 1', b'"rows": 2')))


def test_an_archive_of_newer_code_asks_for_an_upgrade(archive: Path) -> None:
    rewrite_manifest(archive, lambda facts: facts["migrations"].append(["core", "0099_later"]))
    with pytest.raises(NewerError, match=r"core\.0099_later.*โปรดปรับรุ่นโปรแกรม"):
        check(archive)


def test_an_archive_of_a_newer_format_asks_for_an_upgrade(archive: Path) -> None:
    rewrite_manifest(archive, lambda facts: facts.update(format=2, tables="other"))
    with pytest.raises(NewerError, match="รูปแบบที่ 2"):
        check(archive)


def test_a_manifest_that_says_less_is_found(archive: Path) -> None:
    rewrite_manifest(archive, lambda facts: facts["tables"].pop())
    with pytest.raises(DamagedError, match="มีรายการที่ไม่รู้จัก"):
        check(archive)


def test_a_manifest_that_says_more_is_found(archive: Path) -> None:
    rewrite_manifest(
        archive, lambda facts: facts["tables"].append({**facts["tables"][0], "label": "core.more"})
    )
    with pytest.raises(DamagedError, match="ตารางข้อมูลไม่ครบ"):
        check(archive)


def test_a_missing_file_is_found(archive: Path) -> None:
    rewrite(archive, lambda entry, content: None if entry.name.startswith("files/") else content)
    with pytest.raises(DamagedError, match="ไฟล์แนบไม่ครบ"):
        check(archive)


def _link(entry: tarfile.TarInfo) -> None:
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"


def _device(entry: tarfile.TarInfo) -> None:
    entry.type = tarfile.CHRTYPE


def _above(entry: tarfile.TarInfo) -> None:
    entry.name = "files/../../outside"


def _absolute(entry: tarfile.TarInfo) -> None:
    entry.name = "/tmp/outside"  # noqa: S108  nothing is written there


@pytest.mark.parametrize("forge", [_link, _device, _above, _absolute])
def test_entries_that_lead_elsewhere_are_refused(
    archive: Path, forge: Callable[[tarfile.TarInfo], None]
) -> None:
    def change(entry: tarfile.TarInfo, content: bytes) -> bytes:
        if entry.name.startswith("files/"):
            forge(entry)
        return content

    rewrite(archive, change)
    with pytest.raises(DamagedError, match="รายการที่ไม่ปลอดภัย"):
        check(archive)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("files/stored/a", True),
        ("files/../a", False),
        ("../a", False),
        ("/a", False),
        ("files//a", False),
        ("files/./a", False),
        ("files\\..\\a", False),
    ],
)
def test_plain_paths_stay_below_their_folder(name: str, plain: bool) -> None:
    assert is_plain_path(name) is plain


def rewrite(archive: Path, change: Callable[[tarfile.TarInfo, bytes], bytes | None]) -> None:
    """All entries again, each as `change` leaves it; without those for which it gives None."""
    with tarfile.open(archive) as source:
        found = [(entry, source.extractfile(entry)) for entry in source.getmembers()]
        contents = [(entry, handle.read()) for entry, handle in found if handle]
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for entry, content in contents:
            digest = entry.pax_headers.get("comment")
            changed = change(entry, content)
            if changed is not None:
                entry.size = len(changed) if entry.isreg() else 0
                entry.pax_headers = {"comment": digest} if digest else {}
                tar.addfile(entry, BytesIO(changed))


def rewrite_manifest(archive: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """A manifest that fits its own digest: forged, or of other code."""
    with tarfile.open(archive) as tar:
        handle = tar.extractfile("manifest.json")
        assert handle is not None
        facts = json.loads(handle.read())
    change(facts)
    text = json.dumps(facts).encode()
    new = {"manifest.json": text, "manifest.sha256": sha256(text).hexdigest().encode()}
    rewrite(archive, lambda entry, content: new.get(entry.name, content))
