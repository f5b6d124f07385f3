"""The XML of a filled form: read without trust, written and read again, compared."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.forms.answers import Answers
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.examples import DAY
from nithet.forms.checking.instance import LARGEST, MOST_LINES, UnfitInstanceError, answers_of, read_instance
from nithet.forms.checking.writing import differences, write_instance
from nithet.forms.definition import FILE_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.tests.small_forms import VISIT, answers

EXAMPLES = int(os.environ.get("NITHET_SOAK", "150"))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHECKER = Checker(VISIT)


def written(given: Answers, definition: Definition = VISIT) -> bytes:
    return write_instance(
        definition, given, form_name="visit", version="3", instance_id="uuid:1", deprecated_id="uuid:0"
    )


def around(body: str, head: str = 'id="visit" version="3"') -> bytes:
    return f"<data {head}>{body}<meta><instanceID>uuid:1</instanceID></meta></data>".encode()


def test_written_answers_are_read_again_as_they_were() -> None:
    instance = read_instance(written(answers()))
    assert (instance.form_name, instance.version) == ("visit", "3")
    assert (instance.instance_id, instance.deprecated_id) == ("uuid:1", "uuid:0")
    assert answers_of(instance, VISIT) == (answers(), ["visit.jpg"], [])


def test_what_phones_add_is_no_problem() -> None:
    body = (
        "<teachers> 12 </teachers><agreements_count>1</agreements_count><hours/><agreements><what>ก</what></agreements>"
        "<agreements><people/></agreements><topics>5  other</topics><topics_other>ใหม่</topics_other><photo> a.jpg </photo>"
    )
    head = 'xmlns:orx="http://openrosa.org/xforms" id="visit" version="3"'
    meta = "<orx:meta><orx:instanceID>uuid:2</orx:instanceID></orx:meta>"
    instance = read_instance(f"<?xml version='1.0'?><data {head}><!-- x -->{body}{meta}</data>".encode())
    assert instance.instance_id == "uuid:2"
    assert answers_of(instance, VISIT) == (
        {
            "teachers": 12, "agreements": [{"agreements/what": "ก"}, {"agreements/people": [{}]}], "topics": ["5", "other"],
            "topics_other": "ใหม่", "photo": "a.jpg",
        }, ["a.jpg"], [],
    )  # fmt: skip


@pytest.mark.parametrize(("body", "told"), [
    ("<who>x</who>", [("who", "unknown-question")]), ("<heading><who>x</who></heading>", [("heading/who", "unknown-question")]),
    ("<who/>", []), ("<teachers>1</teachers><teachers>2</teachers>", [("teachers", "nesting")]),
    ("<teachers><a>1</a></teachers>", [("teachers", "nesting")]), ("<school>57010001</school>", [("school", "unknown-question")]),
    ("<agreements><teachers>1</teachers></agreements>", [("agreements/teachers", "unknown-question")]),
])  # fmt: skip
def test_what_fits_no_question_is_told_and_the_rest_is_kept(body: str, told: list[tuple[str, str]]) -> None:
    found, _, problems = answers_of(read_instance(around(f"{body}<hours>2.5</hours>")), VISIT)
    assert [(one.path, one.code) for one in problems] == told
    assert found["hours"] == 2.5


def test_a_text_that_is_not_of_its_kind_stays_a_text() -> None:
    body = "<teachers>สิบ</teachers><hours>1e999</hours><place>ที่นี่</place><way>1 2;x</way><rating>NaN</rating><count>1234567890123456789012</count>"
    found, _, problems = answers_of(read_instance(around(body)), VISIT)
    assert problems == []
    assert found == {
        "teachers": "สิบ", "hours": "1e999", "place": "ที่นี่", "way": "1 2;x", "rating": "NaN", "count": "1234567890123456789012",
    }  # fmt: skip


BOMB = b"""<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<data id="visit">&c;<meta><instanceID>uuid:1</instanceID></meta></data>"""


@pytest.mark.parametrize(("xml", "code"), [
    (b"", "malformed"), (b"hello", "malformed"), (b"<data", "malformed"), (b"<data id='visit'><a></data>", "malformed"), (BOMB, "entities"),
    (b'<!DOCTYPE data SYSTEM "file:///etc/passwd"><data id="visit"/>', "entities"), (BOMB.decode().encode("utf-16"), "malformed"),
    ('<?xml version="1.0" encoding="UTF-16"?><data id="visit"/>'.encode("utf-16"), "malformed"), (b"\xff\xfe\x00", "malformed"),
    (b"<data><meta><instanceID>u</instanceID></meta></data>", "no-form"), (b"<data id='visit'/>", "no-instance-id"),
    (around("").replace(b"uuid:1", b" "), "no-instance-id"), (around("").replace(b"uuid:1", b"u" * 81), "no-instance-id"),
    (around("x" * LARGEST), "too-large"), (around("<g>" * 5000 + "</g>" * 5000), "malformed"), (around("&unknown;"), "malformed"),
    (around("<a b='1' b='2'/>"), "malformed"), (b"<data id='visit'>\x00</data>", "malformed"), (around("", 'id="other"'), "other-form"),
])  # fmt: skip
def test_what_is_no_filled_form_is_refused_in_words(xml: bytes, code: str) -> None:
    with pytest.raises(UnfitInstanceError) as refused:
        read_instance(xml, form_name="visit")
    assert refused.value.code == code
    assert "โปรด" in refused.value.words


def test_lines_without_end_are_refused() -> None:
    fitting = read_instance(around("<agreements/>" * MOST_LINES))
    assert len(answers_of(fitting, VISIT)[0]["agreements"]) == MOST_LINES  # type: ignore[arg-type]
    with pytest.raises(UnfitInstanceError, match="too-many-lines"):
        answers_of(read_instance(around("<agreements/>" * (MOST_LINES + 1))), VISIT)


def test_problems_without_end_are_told_once_for_all() -> None:
    _, _, problems = answers_of(read_instance(around("<who>x</who>" * 20_000)), VISIT)
    assert len(problems) == 100


def test_the_check_of_the_longest_form_ends_soon() -> None:
    lines = "<agreements><what>ก</what><due>2026-11-30</due><number>1</number></agreements>" * MOST_LINES
    found, _, _ = answers_of(read_instance(around(lines)), VISIT)
    began = time.perf_counter()
    assert CHECKER.check(found, now=DAY)
    assert time.perf_counter() - began < 5


def test_a_pattern_without_end_takes_no_time() -> None:
    definition = Definition(
        "visit", "", (Question("a", Kind.TEXT, "ก", constraint="regex(., concat('^(a', '+)+$'))"),)
    )
    began = time.perf_counter()
    assert Checker(definition).check({"a": "a" * 60 + "!"}, now=DAY) == []
    assert time.perf_counter() - began < 1


def test_differences_are_told_in_the_order_of_the_form_with_numbers_of_lines() -> None:
    before, after = answers(), answers()
    after |= {"teachers": 13, "topics": ["4"], "elsewhere": "x"}
    del after["topics_other"]
    lines: Any = after["agreements"]
    lines[0]["agreements/people"][1]["agreements/people/name"] = "ครูสอง"
    lines.append({"agreements/what": "ใหม่"})
    assert differences(before, before, VISIT) == []
    assert differences(before, after, VISIT) == [
        {"path": "teachers", "before": 12, "after": 13}, {"path": "topics", "before": ["5", "other"], "after": ["4"]},
        {"path": "topics_other", "before": "การอ่าน", "after": None},
        {"path": "agreements[1]/people[2]/name", "before": None, "after": "ครูสอง"},
        {"path": "agreements[3]/what", "before": None, "after": "ใหม่"}, {"path": "elsewhere", "before": None, "after": "x"},
    ]  # fmt: skip


letters = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
texts = st.text(letters | st.sampled_from("\n\t\r<&>\"'ก่ำ"), min_size=1, max_size=30).filter(str.strip)
coordinates = st.floats(-80, 80, allow_nan=False).map(lambda number: round(number, 6))
points = st.fixed_dictionaries({
    "latitude": coordinates, "longitude": coordinates, "altitude": st.none() | coordinates, "accuracy": st.none(),
})  # fmt: skip
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.INTEGER: st.integers(-(10**15) + 1, 10**15 - 1),
    Kind.DECIMAL: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**14), 10**14),
    Kind.RANGE: st.floats(0, 5).map(lambda number: round(number, 1)),
    Kind.SELECT_MULTIPLE: st.lists(st.sampled_from(["5", "4", "other", "x"]), min_size=1, unique=True),
    Kind.RANK: st.permutations(["1", "2", "3"]),
    Kind.GEOPOINT: points,
    Kind.GEOTRACE: st.lists(points, min_size=1, max_size=4),
    Kind.GEOSHAPE: st.lists(points, min_size=1, max_size=4),
    Kind.TEXT: texts,
}


def lines(items: tuple[Item, ...]) -> st.SearchStrategy[Answers]:
    """Any answers of these items, some of them left out."""
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for item in items:
        if isinstance(item, Group) and not item.is_repeat:
            optional |= {inner.path: strategy(inner) for inner in item.items}
        else:
            optional[item.path] = strategy(item)
    return st.fixed_dictionaries({}, optional=optional)


def strategy(item: Item) -> st.SearchStrategy[Any]:
    if isinstance(item, Group):
        return st.lists(lines(item.items), min_size=1, max_size=3)
    plain = texts.map(str.strip) if item.kind in FILE_KINDS or item.kind is not Kind.TEXT else texts
    return VALUES.get(item.kind, plain)


@thorough
@given(lines(VISIT.items))
def test_any_answers_are_read_again_as_they_were_written(given: Answers) -> None:
    found, _, problems = answers_of(read_instance(written(given)), VISIT)
    assert found == given
    assert problems == []
    assert differences(given, found, VISIT) == []
    CHECKER.check(found, now=DAY)


@thorough
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(xml: bytes) -> None:
    with pytest.raises(UnfitInstanceError):
        read_instance(xml)


NAMES = [
    "heading",
    "date",
    "teachers",
    "agreements",
    "people",
    "name",
    "what",
    "place",
    "meta",
    "instanceID",
    "who",
    "x:y",
    "topics",
    "count",
]
trees = st.recursive(
    st.sampled_from(
        ["", "1", "ก", "2026-11-20", "19 99", "&lt;", "<!--x-->", "<?x?>", "<![CDATA[<]]>", "&#9;"]
    ),
    lambda inner: st.lists(st.tuples(st.sampled_from(NAMES), inner), max_size=5).map(
        lambda children: "".join(f"<{name} xmlns:x='u'>{text}</{name}>" for name, text in children)
    ),
    max_leaves=25,
)


@thorough
@given(trees, st.integers(0, 400), st.binary(max_size=3))
def test_damaged_forms_are_read_or_refused(body: str, at: int, damage: bytes) -> None:
    xml = around(body)
    xml = xml[:at] + damage + xml[at + 1 :] if damage else xml
    try:
        found, _, _ = answers_of(read_instance(xml), VISIT)
    except UnfitInstanceError:
        return
    CHECKER.check(found, now=DAY)
    assert answers_of(read_instance(written(found)), VISIT)[0] == found


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "latitude", "agreements/what"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@thorough
@given(
    st.dictionaries(
        st.sampled_from([item.path for item, _ in VISIT.walk()]) | st.text(max_size=5), anything, max_size=12
    )
)
def test_answers_of_any_shape_are_checked(given: Any) -> None:
    for finding in CHECKER.check(given, now=DAY):
        assert finding.words
    CHECKER.completed(given, now=DAY)
    read_instance(written(given))
