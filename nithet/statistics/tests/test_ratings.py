"""A mean is rounded half up and then named by the scheme that stands beside it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.statistics.describing import describe
from nithet.statistics.ratings import (
    EQUAL_3,
    EQUAL_4,
    EQUAL_5,
    LIKERT_5,
    OBSERVATION,
    SCHEMES,
    Scheme,
    Subject,
    equal_width,
    observe,
    rate,
    rate_counts,
    scheme_of_lows,
    scheme_problems,
)
from nithet.statistics.tests.generated import generated


@pytest.mark.parametrize(
    ("mean", "name"),
    [
        ("5", "มากที่สุด"),
        ("4.505", "มากที่สุด"),
        ("4.51", "มากที่สุด"),
        ("4.504", "มาก"),
        ("4.50", "มาก"),
        ("3.505", "มาก"),
        ("3.50", "ปานกลาง"),
        ("2.51", "ปานกลาง"),
        ("2.50", "น้อย"),
        ("1.51", "น้อย"),
        ("1.50", "น้อยที่สุด"),
        ("1", "น้อยที่สุด"),
    ],
)
def test_bands_of_halves(mean: str, name: str) -> None:
    band = LIKERT_5.band(Decimal(mean))
    assert band is not None
    assert band.name == name


@pytest.mark.parametrize(
    ("mean", "name"),
    [
        ("4.21", "มากที่สุด"),
        ("4.205", "มากที่สุด"),
        ("4.20", "มาก"),
        ("3.41", "มาก"),
        ("3.40", "ปานกลาง"),
        ("2.61", "ปานกลาง"),
        ("2.60", "น้อย"),
        ("1.81", "น้อย"),
        ("1.80", "น้อยที่สุด"),
    ],
)
def test_bands_of_equal_width(mean: str, name: str) -> None:
    band = EQUAL_5.band(Decimal(mean))
    assert band is not None
    assert band.name == name


@pytest.mark.parametrize(
    ("scheme", "name", "bands"),
    [
        (
            LIKERT_5,
            "เกณฑ์ของบุญชม ศรีสะอาด (2545: 103)",
            "4.51–5.00 มากที่สุด · 3.51–4.50 มาก · 2.51–3.50 ปานกลาง · 1.51–2.50 น้อย · 1.00–1.50 น้อยที่สุด",
        ),
        (
            EQUAL_5,
            "เกณฑ์แบบช่วงเท่ากัน 5 ระดับ",
            "4.21–5.00 มากที่สุด · 3.41–4.20 มาก · 2.61–3.40 ปานกลาง · 1.81–2.60 น้อย · 1.00–1.80 น้อยที่สุด",
        ),
        (
            EQUAL_4,
            "เกณฑ์แบบช่วงเท่ากัน 4 ระดับ",
            "3.26–4.00 มากที่สุด · 2.51–3.25 มาก · 1.76–2.50 น้อย · 1.00–1.75 น้อยที่สุด",
        ),
        (EQUAL_3, "เกณฑ์แบบช่วงเท่ากัน 3 ระดับ", "2.34–3.00 มาก · 1.67–2.33 ปานกลาง · 1.00–1.66 น้อย"),
        (
            OBSERVATION,
            "เกณฑ์การสังเกตของสำนักงาน (ร้อยละ)",
            "80.00–100.00 ดีมาก · 60.00–79.99 ดี · 40.00–59.99 พอใช้ · 0.00–39.99 ควรปรับปรุง",
        ),
    ],
)
def test_a_scheme_prints_its_bands(scheme: Scheme, name: str, bands: str) -> None:
    assert str(scheme) == f"{name}: {bands}"
    assert SCHEMES[scheme.key] is scheme


@generated
@given(st.sampled_from(list(SCHEMES.values())), st.data())
def test_every_mean_on_the_scale_has_one_band(scheme: Scheme, data: st.DataObject) -> None:
    mean = data.draw(st.fractions(min_value=scheme.low, max_value=scheme.high))
    assert scheme.band(mean) is not None
    assert scheme.band(scheme.high + 1) is None


def test_a_rating_is_n_mean_deviation_and_band_with_its_scheme() -> None:
    rating = rate_counts({5: 7, 4: 2, 3: 1})
    assert (rating.n, str(rating.mean), str(rating.sd)) == (10, "4.60", "0.70")
    assert rating.band is not None
    assert rating.band.name == "มากที่สุด"
    assert rating.scheme is LIKERT_5


def test_the_scheme_decides() -> None:
    described = describe([Decimal("4.30")])
    names = [band.name for scheme in (LIKERT_5, EQUAL_5) if (band := rate(described, scheme).band)]
    assert names == ["มาก", "มากที่สุด"]


def test_no_answers_have_no_band() -> None:
    rating = rate(describe([None]))
    assert (rating.band, rating.reason) == (None, "ยังไม่มีผู้ตอบ")


def test_a_scheme_of_another_scale_is_told() -> None:
    rating = rate(describe([9, 10]))
    assert rating.band is None
    assert "ค่าเฉลี่ย 9.50 อยู่นอกช่วง 1.00–5.00" in rating.reason


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (Subject.SATISFACTION, "มีความพึงพอใจในระดับมาก"),
        (Subject.AGREEMENT, "เห็นด้วยในระดับมาก"),
        (Subject.OPINION, "มีความคิดเห็นในระดับมาก"),
        (Subject.PRACTICE, "มีการปฏิบัติในระดับมาก"),
    ],
)
def test_the_words_fit_what_is_asked(subject: Subject, words: str) -> None:
    assert subject.phrase("มาก") == words


def test_equal_width_on_a_scale_from_zero() -> None:
    scheme = equal_width(0, 10, ("สูง", "กลาง", "ต่ำ"))
    assert [str(band) for band in scheme.bands] == ["6.67–10.00 สูง", "3.34–6.66 กลาง", "0.00–3.33 ต่ำ"]


@pytest.mark.parametrize(("low", "high"), [(5, 1), (1, 7), (1, 2)])
def test_bands_without_names_are_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="name the bands"):
        equal_width(low, high)


def test_an_office_has_bands_of_its_own() -> None:
    lows = [(Decimal(4), "ผ่านดี"), (Decimal(3), "ผ่าน"), (Decimal(1), "ไม่ผ่าน")]
    scheme = scheme_of_lows("own", "ของสำนักงาน", lows, high=Decimal(5))
    assert str(scheme) == "เกณฑ์ของสำนักงาน: 4.00–5.00 ผ่านดี · 3.00–3.99 ผ่าน · 1.00–2.99 ไม่ผ่าน"


def test_all_that_is_wrong_with_typed_bands_is_said() -> None:
    lows = [(Decimal(6), " "), (Decimal("6.005"), "มาก")]
    problems = scheme_problems(lows, high=Decimal(5))
    assert len(problems) == 4
    with pytest.raises(ValueError, match="โปรดระบุชื่อของทุกระดับ"):
        scheme_of_lows("own", "ของสำนักงาน", lows, high=Decimal(5))
    assert scheme_problems([], high=Decimal(5)) == ("เกณฑ์ต้องมีอย่างน้อย 2 ระดับ",)


def test_what_does_not_apply_is_in_neither_side() -> None:
    seen = observe({2: 6, 1: 3, 0: 1}, not_applicable=5)
    assert (seen.n, seen.not_applicable, seen.score, seen.full_score) == (10, 5, 15, 20)
    assert str(seen.percent) == "75.00"
    assert seen.band is not None
    assert seen.band.name == "ดี"
    assert observe({2: 6, 1: 3, 0: 1}).percent == seen.percent


@pytest.mark.parametrize(
    ("marks", "name"),
    [({2: 4, 0: 1}, "ดีมาก"), ({2: 3, 0: 2}, "ดี"), ({2: 2, 0: 3}, "พอใช้"), ({2: 1, 0: 4}, "ควรปรับปรุง")],
)
def test_bands_of_observations(marks: dict[int, int], name: str) -> None:
    band = observe(marks).band
    assert band is not None
    assert band.name == name


def test_nothing_applies_anywhere() -> None:
    seen = observe({}, not_applicable=8)
    assert (str(seen.percent), seen.band) == ("–", None)
    assert "N/A" in seen.percent.reason
    assert observe({}).percent.reason == "ยังไม่มีผู้ตอบ"


def test_a_mark_beyond_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 2"):
        observe({3: 1})
