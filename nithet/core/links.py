"""Addresses of pages elsewhere, as people paste them."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit

from nithet.thai.text import clean

MOST = 2000
_SCHEMES = ("http", "https")


class UnfitLinkError(ValueError):
    """Not an address that can be opened; `args[0]` is a Thai sentence that says what to do."""


def clean_link(typed: str) -> str:
    """One spelling of a web address: http or https, host in small letters, no spaces, no passwords."""
    address = "".join(c for c in clean(typed) if c.isprintable()).strip()
    if "://" not in address.partition("?")[0] and not _has_scheme(address):
        address = f"https://{address}"
    parts = _split(address)
    if parts.scheme not in _SCHEMES:
        raise UnfitLinkError("แนบได้เฉพาะที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https://")
    if parts.username is not None or parts.password is not None:
        raise UnfitLinkError("ที่อยู่เว็บนี้มีชื่อผู้ใช้หรือรหัสผ่านอยู่ด้วย โปรดนำออกก่อนแนบ")
    host = parts.hostname or ""
    if " " in host or "." not in host.strip("."):
        raise UnfitLinkError("ที่อยู่เว็บไม่ถูกต้อง โปรดคัดลอกจากช่องที่อยู่ของเบราว์เซอร์ทั้งบรรทัด")
    cleaned = parts._replace(netloc=parts.netloc.lower()).geturl().replace(" ", "%20")
    if len(cleaned) > MOST:
        raise UnfitLinkError(f"ที่อยู่เว็บยาวเกิน {MOST:,} ตัวอักษร โปรดใช้ลิงก์แบบย่อจากปุ่มแชร์")
    return quote(cleaned, safe="%/:=&?~#+!$,;'@()*[]|\\^`{}<>\"", encoding="utf-8")


def host_of(address: str) -> str:
    """What a person recognises of an address."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _has_scheme(address: str) -> bool:
    """“javascript:…” and “mailto:…” name one; “example.go.th:8080/a” does not."""
    before, mark, after = address.partition(":")
    return bool(mark) and before.isalpha() and not after[:1].isdigit()


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises where it is none
    except ValueError as error:
        raise UnfitLinkError("ที่อยู่เว็บไม่ถูกต้อง โปรดคัดลอกจากช่องที่อยู่ของเบราว์เซอร์ทั้งบรรทัด") from error
    return parts
