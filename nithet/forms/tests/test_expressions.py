"""Expressions: what they say, what is wrong with those that cannot be read, and what they read."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nithet.forms.expressions.context import Context, World
from nithet.forms.expressions.errors import ExpressionError, UndecidedError
from nithet.forms.expressions.evaluating import Scope, bind
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.references import is_volatile, lists_read, references
from nithet.forms.expressions.values import number_text, to_text
from nithet.forms.tests.drawn_expressions import Drawing, Drawn
from nithet.thai.dates import BANGKOK

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)
ANSWERS = Drawn(
    {"n": "5", "m": "2.5", "t": "ครู", "e": "", "d": "2026-11-19", "s": "a b", "school": "57010001"},
    [{"a": "1", "b": "หนึ่ง"}, {"a": "2", "b": "สอง"}, {"a": "4", "b": ""}],
)
NAMES = {"n": "n", "m": "m", "t": "t", "e": "e", "d": "d", "s": "s", "rep": "rep", "a": "rep/a", "b": "rep/b"}
Say = Callable[..., str]


def schools(name: str) -> Node:
    if name != "schools":
        raise UndecidedError(name)
    instance = Node("instance")
    root = Node("root", instance)
    instance.children["root"] = [root]
    for code, district in (("57010001", "เมือง"), ("57010002", "แม่จัน")):
        item = Node("item", root)
        item.children = {"name": [Node("name", item, code)], "district": [Node("district", item, district)]}
        root.children.setdefault("item", []).append(item)
    return root


def say(expression: str, *, at: str = "n", line: int = 0) -> str:
    root = ANSWERS.tree()
    node = root.children["rep"][line].children[at[4:]][0] if at.startswith("rep/") else root.children[at][0]
    world = World(root, NOW, schools, lambda path, name: f"{path}:{name}", "7")
    return to_text(bind(expression, Scope(at, {"rep"}, NAMES))(Context(world, node)))


@pytest.mark.parametrize(("expression", "said"), [
    ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 - 2 - 3", "5"), ("7 mod 3", "1"), ("-7 mod 3", "-1"), ("1 div 0", "Infinity"),
    ("0 div 0", "NaN"), ("0.1 + 0.2", "0.30000000000000004"), ("1 div 3000000", "3.3333333333333335e-7"), ("- ${n}", "-5"),
    ("--${n}", "5"), ("${e} + 1", "NaN"), ("1 = 1 and 2 > 3 or true()", "true"), ("'a' = \"a\"", "true"), (".", "5"),
    ("../m", "2.5"), ("/data/m * 2", "5"), ("count(${rep})", "3"), ("sum(/data/rep/a)", "7"), ("sum(/data/none)", "0"),
    ("count(/data/rep[a > 1])", "2"), ("/data/rep[b = 'สอง']/a", "2"), ("(/data/rep/a)[3]", "4"), ("//b", "หนึ่ง"),
    ("count(/data/rep/a | /data/rep[1]/a)", "3"), ("/data/rep[last()]/a", "4"), ("count(child::*)", "0"),
    ("count(/data/rep[1]/following-sibling::rep)", "2"), ("name(..)", "data"), ("count(ancestor::*)", "1"),
    ("indexed-repeat(${a}, ${rep}, 2)", "2"), ("position(/data/rep[2])", "2"), ("count-non-empty(/data/rep/b)", "2"),
    ("if(${n} > 3, 'มาก', 'น้อย')", "มาก"), ("coalesce(${e}, ${t})", "ครู"), ("once('x')", "5"), ("selected(${s}, 'b')", "true"),
    ("selected-at(${s}, 1)", "b"), ("selected-at(${s}, 9)", ""), ("count-selected(${s})", "2"), ("join('/', ${a})", "1/2/4"),
    ("concat(${t}, 1, true())", "ครู1true"), ("substr('กขคง', 1, 3)", "ขค"), ("substr('กขคง', -1)", "ง"),
    ("substring('12345', 1.5, 2.6)", "234"), ("substring('12345', 0, 3)", "12"), ("substring('12345', 2)", "2345"),
    ("substring-before('a-b', '-')", "a"), ("substring-after('a-b', '-')", "b"), ("translate('bar', 'abc', 'AB')", "BAr"),
    ("normalize-space('  a   b ')", "a b"), ("string-length('ครู')", "3"), ("contains(${t}, 'รู')", "true"),
    ("starts-with(${t}, 'ค')", "true"), ("ends-with(${t}, 'ค')", "false"), ("regex('053123456', '^0[0-9]{8}$')", "true"),
    ("regex('ก', '^[ก-ฮ]$')", "true"), (r"regex('๕', '^\d$')", "false"), ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    ("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(1.005, 2)", "1"), ("round(1234, -2)", "1200"), ("int(-2.7)", "-2"),
    ("floor(-2.1)", "-3"), ("ceiling(2.1)", "3"), ("pow(2, 10)", "1024"), ("log10(1000)", "3"), ("sqrt(-1)", "NaN"),
    ("max(${a})", "4"), ("min(3, 2)", "2"), ("max(/data/rep/b)", "NaN"), ("checklist(1, 1, true(), false())", "true"),
    ("weighted-checklist(3, 5, true(), 3, false(), 9)", "true"), ("boolean-from-string('1')", "true"), ("not(${e} = '')", "false"),
    ("number('2026-11-20') - number('2026-11-19')", "1"), ("today()", "2026-11-20"), ("now()", "2026-11-20T09:30:00.000+07:00"),
    ("${d} < today()", "true"), ("today() - ${d}", "1"), ("${d} = '2026-11-19'", "true"), ("date(${d} + 1)", "2026-11-20"),
    ("date(date(${d}) + 1)", "2026-11-20"), ("date('')", ""), ("date('2026-02-30')", "Invalid Date"), ("format-date(${d}, '%d %b %Y %a')", "19 พ.ย. 2026 พฤหัส"),
    ("format-date('', '%Y')", ""), ("decimal-time('06:00:00.000+07:00')", "0.25"), ("decimal-time('06:00')", "NaN"),
    ("int((today() - '1980-11-19') div 365.25)", "46"), ("version()", "7"), ("jr:choice-name(${n}, '${n}')", "n:5"),
    ("jr:choice-name(${n}, ' /data/n ')", "n:5"), ("pulldata('schools', 'district', 'name', ${t})", ""),
    ("pulldata('schools', 'district', 'name', /data/school)", "เมือง"), ("count(randomize(/data/rep))", "3"),
    ("instance('schools')/root/item[name = '57010002']/district", "แม่จัน"), ("count(instance('schools')/root/item)", "2"),
    ("instance('schools')/root/item[name = current()/../school]/district", "เมือง"), ("distance('0 0', '0 1')", "111318.85"),
    ("area('0 0;0 1;1 1;1 0;0 0')", "12391256135.81"), ("area('ที่นี่')", "NaN"), ("string-length(uuid())", "36"),
    ("random() < 1", "true"), ("pi() > 3.14 and exp(0) = 1 and atan2(0, 1) = 0", "true"), ("boolean(/data/none)", "false"),
])  # fmt: skip
def test_an_expression_says_what_browsers_and_phones_say(expression: str, said: str) -> None:
    assert say(expression) == said


@pytest.mark.parametrize(("expression", "said"), [
    ("/data/rep/a", "2"), ("${a}", "2"), ("../b", "สอง"), ("position(..)", "2"), ("count(/data/rep)", "3"), ("sum(/data/rep/a)", "2"),
    ("indexed-repeat(${b}, ${rep}, position(..) - 1)", "หนึ่ง"), ("count(../../rep)", "3"), ("current()/../a", "2"),
    ("instance('schools')/root/item[position() = current()/../a]/name", "57010002"), ("/data/rep[1]/b", "หนึ่ง"),
])  # fmt: skip
def test_inside_a_repeat_a_path_means_the_same_line(expression: str, said: str) -> None:
    assert say(expression, at="rep/a", line=1) == said


@pytest.mark.parametrize(("expression", "code", "at", "name"), [
    ("", "empty", 0, ""), ("  ", "empty", 0, ""), ("(1 + 2", "unbalanced", 0, "("), ("1 + 2)", "unbalanced", 5, ")"),
    ("a[1)", "unbalanced", 3, ")"), ("count(${x}", "unbalanced", 5, "("), ("'ก", "unfinished-text", 0, "'"), ("${a} = \"x", "unfinished-text", 7, '"'),
    ("1 +", "unfinished", 3, ""), ("1 2", "stray", 2, "2"), ("= 1", "stray", 0, "="), ("1 & 2", "stray", 2, "&"), ("${ก ข}", "stray", 0, "${"),
    ("concat('a',)", "stray", 11, ")"), ("now", "", 0, ""), ("nowadays()", "unknown-function", 0, "nowadays"), ("1 + iff(1, 2, 3)", "unknown-function", 4, "iff"),
    ("if(1, 2)", "arguments", 0, "if"), ("today(1)", "arguments", 0, "today"), ("weighted-checklist(1, 2, 3, 4, 5)", "arguments", 0, "weighted-checklist"),
    ("regex(., '[a')", "pattern", 0, "[a"), ("regex(., '^(a+)+$')", "pattern", 0, "^(a+)+$"), ("format-date(., '%Q')", "pattern", 0, "%Q"),
    ("(" * 100 + "1" + ")" * 100, "too-deep", 40, ""), ("}", "unbalanced", 0, "}"), ("foo::bar", "stray", 0, "foo::"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(expression: str, code: str, at: int, name: str) -> None:
    if not code:
        parse(expression)
        return
    with pytest.raises(ExpressionError) as told:
        parse(expression)
    assert (told.value.code, told.value.at, told.value.name) == (code, at, name)


@pytest.mark.parametrize(("pattern", "is_taken"), [
    (r"^[\w.-]+@([\w-]+\.)+[a-z]{2,4}$", True), (r"^(\d{1,3},)*\d{1,3}$", True), (r"^[0-9]+(-[0-9]+)*$", True), (r"^(?:[ก-๙]+ )*[ก-๙]+$", True),
    (r"^(\.[a-z]+)+$", True), (r"^([0-9]{2}){3}$", True), ("^(ก|ข)+$", True), ("^([a-z]+)+$", False), (r"^(\d{1,4})*x$", False), (r"^([ก-๙]+\s?)+$", False),
    ("^(.+,)+$", False), ("^([^,]+-)+$", False), ("^([a-z-]+-)+$", False), ("^((a+),)+$", False), ("^(a+|b,)+$", False), ("^(,?a+)+$", False),
    ("^([ -~]+,)+$", False), (r"^(\s+ )+$", False), (r"^(\w+_)+$", False), (r"^(\w+\.)+$", True),
])  # fmt: skip
def test_a_pattern_whose_time_grows_without_limit_is_refused(pattern: str, is_taken: bool) -> None:
    if is_taken:
        parse(f"regex(., '{pattern}')")
        return
    with pytest.raises(ExpressionError, match="pattern"):
        parse(f"regex(., '{pattern}')")


def test_how_many_arguments_a_function_takes_is_told() -> None:
    for expression, expected in (("if(1, 2)", "3"), ("round()", "1-2"), ("concat(1, max())", "1+")):
        with pytest.raises(ExpressionError) as told:
            parse(expression)
        assert told.value.expected == expected


def test_a_name_that_no_question_has_is_told_when_the_expression_is_bound() -> None:
    with pytest.raises(ExpressionError) as told:
        bind("${who} = 1", Scope("n", (), NAMES))
    assert (told.value.code, told.value.name) == ("unknown-name", "who")


@pytest.mark.parametrize(("expression", "at", "paths"), [
    ("../a > 1 and /data/n = 2", "rep/b", {"rep/a", "n"}), (". > 1", "g/x", {"g/x"}), ("${who} = /data/g/y", "n", {"${who}", "g/y"}),
    ("count(/data/rep[a > 1])", "n", {"rep", "n/a"}), ("instance('l')/root/item[kind = current()/../a]", "rep/b", {"rep/a", "rep/b/kind"}),
    ("indexed-repeat(/data/rep/a, /data/rep, 1)", "n", {"rep/a", "rep"}), ("today()", "n", set()), ("position(..)", "rep/a", {"rep"}),
])  # fmt: skip
def test_what_an_expression_reads_is_named_by_path(expression: str, at: str, paths: set[str]) -> None:
    assert references(expression, at=at) == paths


def test_what_changes_with_time_or_chance_is_known() -> None:
    assert all(map(is_volatile, ("today() + 1", "once(random())", "uuid()")))
    assert not is_volatile("date('2026-11-20') + /data/n")
    assert lists_read("pulldata('schools', 'a', 'b', .) = instance('l')/root/item[1]") == {"schools", "l"}


@pytest.mark.parametrize("expression", [
    "position(/data/none)", "count('a')", "sum(1)", "instance('other')/root", "regex(., concat('[', ''))", "digest('a', 'none')",
    f"regex('{'a' * 1001}', 'a')", "format-date(today(), concat('%', 'Q'))", "indexed-repeat(/data/rep[1]/a, ${rep}, 1)",
])  # fmt: skip
def test_what_cannot_be_answered_is_undecided(expression: str) -> None:
    with pytest.raises(UndecidedError):
        say(expression)


@pytest.mark.parametrize(("number", "text"), [
    (3.0, "3"), (-0.0, "0"), (1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-6, "0.000001"), (1.5e-7, "1.5e-7"), (-2.5e-5, "-0.000025"),
    (123456789.125, "123456789.125"), (math.inf, "Infinity"), (1.0e-5, "0.00001"), (1.2345e25, "1.2345e+25"),
])  # fmt: skip
def test_numbers_are_written_as_browsers_write_them(number: float, text: str) -> None:
    assert number_text(number) == text


def test_a_sum_of_very_many_questions_is_no_matter() -> None:
    assert say(" + ".join(["${n}"] * 2000)) == "10000"
    assert say(" or ".join(["${n} > 9"] * 1000)) == "false"


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000,
        "-" + "9" * 400,
        "2026-01-1e999",
        "0001-01-01",
        "9999-12-31",
        "2026-11-20T99:99:99Z",
        "1e400",
        "0x" + "f" * 18,
        "9" * 310,
    ],
)
def test_numbers_and_days_beyond_all_measure_are_no_matter(text: str) -> None:
    for expression in ("number('{}')", "date('{}')", "'{}' + 1 < today()", "format-date('{}', '%Y %b')", "substr('abc', '{}')",
                       "date(number('{}'))", "pow('{}', 99)", "round('{}', 300)", "selected-at('a b', '{}')", "substring('abc', '{}', 2)"):  # fmt: skip
        assert isinstance(say(expression.format(text)), str)


def test_texts_that_double_each_other_come_to_an_end() -> None:
    root = Node("data")
    root.children["t"] = [Node("t", root, "ก" * 60_000)]
    ask = bind("concat(../t, ../t)", Scope("t"))
    with pytest.raises(UndecidedError):
        ask(Context(World(root, NOW), root.children["t"][0]))


def test_looking_at_all_lines_from_all_lines_comes_to_an_end() -> None:
    root = Node("data")
    root.children["rep"] = [Node("rep", root, str(number)) for number in range(2000)]
    ask = bind("count(/data/rep[count(/data/rep[. = 1]) > 0])", Scope("rep"))
    with pytest.raises(UndecidedError):
        ask(Context(World(root, NOW), root))


def test_drawn_expressions_are_read_and_answered() -> None:
    drawing = Drawing(seed=1)
    for _ in range(500):
        root = drawing.answers().tree()
        ask = bind(drawing.expression(), Scope("n"))
        try:
            assert isinstance(to_text(ask(Context(World(root, NOW), root.children["n"][0]))), str)
        except UndecidedError:
            continue


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1.0/[]()'\"${}*+-=<>|,@:กdivmodand ", max_size=40))
def test_any_text_is_an_expression_or_told(text: str) -> None:
    assert 0 <= told_at(text) <= len(text)


def told_at(text: str) -> int:
    """Where what is wrong with an expression stands; 0 where nothing is."""
    try:
        parse(text)
    except ExpressionError as error:
        return error.at
    return 0
