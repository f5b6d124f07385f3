"""Addresses as people paste them."""

import pytest

from nithet.core.links import UnfitLinkError, clean_link, host_of


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("https://Drive.Example.go.th/a?b=C#d", "https://drive.example.go.th/a?b=C#d"),
        ("  www.example.go.th/ภาพ กิจกรรม ", "https://www.example.go.th/%E0%B8%A0%E0%B8%B2%E0%B8%9E%20%E0%B8%81%E0%B8%B4%E0%B8%88%E0%B8%81%E0%B8%A3%E0%B8%A3%E0%B8%A1"),
        ("http://example.go.th:8080/a%20b", "http://example.go.th:8080/a%20b"),
        ("example.go.th:8080/a", "https://example.go.th:8080/a"),
        ("https://example.go.th/\u200ba", "https://example.go.th/a"),
        ("https://example.go.th/go?to=https://other.go.th", "https://example.go.th/go?to=https://other.go.th"),
    ],
)  # fmt: skip
def test_an_address_has_one_spelling(typed: str, cleaned: str) -> None:
    assert clean_link(typed) == cleaned
    assert clean_link(cleaned) == cleaned


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "data:text/html,x", "mailto:a@example.go.th", "ftp://example.go.th/a", "file:///etc/passwd",
        "https://", "https://somchai:1234@example.go.th", "ไม่มี", "https://[::1", "https://example.go.th:x/", "JavaScript:alert(1)//x.y",
        "https://example.go.th/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_web_page_is_refused_with_words(typed: str) -> None:
    with pytest.raises(UnfitLinkError, match=r"[ก-๙]"):
        clean_link(typed)


def test_the_host_is_what_people_recognise() -> None:
    assert host_of("https://www.example.go.th:8080/a") == "example.go.th"
