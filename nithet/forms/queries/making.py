"""What the page shows on which a form is made: its items with what is wrong beside them, and the editor of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from nithet.core.models import StoredFile
from nithet.forms.definition import Choice
from nithet.forms.editing.conditions import HOWS, WITHOUT_VALUE, Condition, read_condition, read_limits
from nithet.forms.editing.describing import block_required, is_required
from nithet.forms.editing.items import Item, items_of, shown, walk
from nithet.forms.editing.kinds import BLOCKS, KINDS, LOCKED, PALETTE, READY, UNREQUIRED, Kind
from nithet.forms.editing.lists import SHARED, choices_of, used_lists
from nithet.forms.editing.rows import cell
from nithet.forms.lists import heads_of
from nithet.forms.models import Form, FormDraft
from nithet.forms.tables import Tables, from_json
from nithet.forms.xlsform.columns import head_of
from nithet.forms.xlsform.findings.lists import Heads
from nithet.forms.xlsform.findings.questions import PLACEHOLDER
from nithet.forms.xlsform.linting import own_findings
from nithet.forms.xlsform.problems import Problem

MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One item on the page. `position` counts what is answered; "" for what is not."""

    item: Item
    depth: int
    position: str
    required: bool = False
    shown_if: str = ""
    parts: tuple[str, ...] = ()
    """Its first choices, or the first items of a block."""
    further: int = 0
    problems: tuple[Problem, ...] = ()
    editor: Editor | None = None

    @property
    def is_locked(self) -> bool:
        return self.item.kind is LOCKED

    @property
    def is_ready(self) -> bool:
        return self.item.kind.code in READY

    @property
    def locked_type(self) -> str:
        return next(iter((self.item.row["type"] or "หมายเหตุ").split(" ", 1)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that another may depend on."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Editor:
    """The open item. What this page cannot say in its own way stands in `…_text` as it is written."""

    item: Item
    texts: Mapping[str, str]
    required: bool | None
    can_require: bool
    limits: tuple[str, str] | None
    condition: Condition | None
    condition_text: str
    questions: tuple[Asked, ...]
    values: tuple[Choice, ...]
    choices: tuple[str, ...]
    shared_with: int
    kept: tuple[tuple[str, str], ...]

    def has(self, name: str) -> bool:
        return name in self.item.kind.fields

    @property
    def has_default(self) -> bool:
        return self.has("default")

    @property
    def has_choices(self) -> bool:
        return self.has("choices")

    @property
    def has_limits(self) -> bool:
        return self.has("constraint")

    @property
    def has_calculation(self) -> bool:
        return self.has("calculation")

    @property
    def can_ungroup(self) -> bool:
        return self.item.kind.code in ("group", *BLOCKS)

    @property
    def lists(self) -> Mapping[str, str]:
        own = self.item.list_name
        return {own: "ตัวเลือกของข้อนี้", **{name: words for name, words in SHARED.items() if name != own}}

    @property
    def choices_text(self) -> str:
        return "\n".join(self.choices)

    @property
    def items_text(self) -> str:
        return "\n".join(one.label for one in self.item.inside)

    @property
    def hows(self) -> Mapping[str, str]:
        return HOWS

    @property
    def without_value(self) -> bool:
        return self.condition is not None and self.condition.how in WITHOUT_VALUE


@dataclass(frozen=True, slots=True)
class Making:
    """`end` is the place behind the last item; `whole` are problems of no item."""

    entries: tuple[Entry, ...]
    end: int
    whole: tuple[Problem, ...] = ()
    error_count: int = 0
    locked_count: int = 0
    palette: tuple[tuple[str, tuple[Kind, ...]], ...] = field(
        default=tuple((words, tuple(KINDS[code] for code in codes)) for words, codes in PALETTE)
    )

    @property
    def is_fit(self) -> bool:
        return not self.error_count

    @property
    def unwritten(self) -> tuple[Entry, ...]:
        """Items that still say what stands where nobody has written anything."""
        return tuple(one for one in self.entries if any(found.code == PLACEHOLDER for found in one.problems))

    @property
    def first_wrong(self) -> int:
        """The line of the first item that holds the form back; 0 where none does by itself."""
        wrong = (entry.item.number for entry in self.entries for one in entry.problems if not one.is_warning)
        return next(wrong, 0)


def making_of(tables: Tables, files: Collection[str], row: int = 0, *, heads: Heads | None = None) -> Making:
    """The page of a draft, with the item at `row` open; `heads` are the columns of lists among the files."""
    problems = own_findings(tables, files, heads or {})
    items = tuple(shown(items_of(tables)))
    placed = _placed(tables, tuple(item for item, _ in items), problems)
    labels = {item.name: item.label or item.name for item in walk(items_of(tables)) if item.name}
    lists = {name: choices_of(tables, name) for name in set(used_lists(tables))}
    entries, position = [], 0
    for item, depth in items:
        position += item.kind.code not in UNREQUIRED
        said = str(position) if item.kind.code not in UNREQUIRED else ""
        editor = editor_of(tables, item) if item.number == row else None
        told = tuple(placed.get(item.number, ()))
        entries.append(_entry(tables, item, depth, said, labels, lists, told, editor))
    errors = sum(not one.is_warning for one in problems)
    locked = sum(entry.is_locked for entry in entries)
    end = len(tables.survey.rows) + 2
    return Making(tuple(entries), end, tuple(placed.get(0, ())), errors, locked)


def unwritten_of(form: Form) -> tuple[Entry, ...]:
    """Of the draft, where nothing else holds it back; what does is told when it is published."""
    draft = FormDraft.objects.filter(form=form).first()
    if draft is None:
        return ()
    files = files_beside(draft)
    making = making_of(from_json(draft.tables), files, heads=heads_of(files))
    return making.unwritten if making.is_fit else ()


def files_beside(draft: FormDraft) -> dict[str, StoredFile]:
    return {one.name: one.file for one in draft.files.select_related("file")}


def _entry(
    tables: Tables,
    item: Item,
    depth: int,
    position: str,
    labels: Mapping[str, str],
    lists: Mapping[str, tuple[Choice, ...]],
    problems: tuple[Problem, ...],
    editor: Editor | None,
) -> Entry:
    parts = _parts(item, lists)
    return Entry(
        item, depth, position, _required(tables, item), _shown_if(tables, item, labels), parts[:MOST_SHOWN],
        max(0, len(parts) - MOST_SHOWN), problems, editor,
    )  # fmt: skip


def _required(tables: Tables, item: Item) -> bool:
    if item.kind.code in UNREQUIRED:
        return False
    told = is_required(tables, item.row) if not item.inside else block_required(tables, item)
    return told is not False


def _parts(item: Item, lists: Mapping[str, tuple[Choice, ...]]) -> tuple[str, ...]:
    if item.kind.is_block:
        return tuple(one.label for one in item.inside)
    return tuple(choice.label for choice in lists.get(item.list_name, ()))


def _shown_if(tables: Tables, item: Item, labels: Mapping[str, str]) -> str:
    text = cell(tables, "survey", item.row, "relevant")
    condition = read_condition(text)
    if condition is None:
        return text
    asked = labels.get(condition.name, condition.name)
    if condition.how in WITHOUT_VALUE:
        return f"{asked} {HOWS[condition.how]}"
    values = choices_of(tables, _list_of(tables, condition.name))
    value = next((one.label for one in values if one.name == condition.value), condition.value)
    return f"{asked} {HOWS[condition.how]} {value}"


def _list_of(tables: Tables, name: str) -> str:
    found = next((item for item in walk(items_of(tables)) if item.name == name), None)
    return found.list_name if found else ""


def _placed(
    tables: Tables, items: tuple[Item, ...], problems: Collection[Problem]
) -> dict[int, list[Problem]]:
    """Each problem at the innermost item of the page that has its line, or whose list it is of; 0: at none."""
    head = head_of(tables, "choices")
    lists = {row.number: head.text(row, "list_name") for row in tables.choices}
    placed: dict[int, list[Problem]] = {}
    for problem in problems:
        at = [0]
        if problem.sheet == "survey" and problem.row:
            at = [item.number for item in items if item.number <= problem.row <= item.last][-1:] or [0]
        elif problem.sheet == "choices" and problem.row:
            name = lists.get(problem.row, "")
            at = [item.number for item in items if name and _asks(item, name)][:1] or [0]
        placed.setdefault(at[0], []).append(problem)
    return placed


def _asks(item: Item, list_name: str) -> bool:
    if item.is_container:
        return False
    return any(one.list_name == list_name for one in item.walk())


# The open item


def editor_of(tables: Tables, item: Item) -> Editor:
    def text(name: str) -> str:
        return cell(tables, "survey", item.row, name)

    names = ("label", "hint", "constraint", "constraint_message", "default", "calculation", "name")
    texts = {name: text(name) for name in names}
    condition = read_condition(text("relevant"))
    required = block_required(tables, item) if item.kind.is_block else is_required(tables, item.row)
    if item.kind.code == "dual":
        required = block_required(tables, item)
    choices = choices_of(tables, item.list_name) if "choices" in item.kind.fields else ()
    texts["default"] = next((one.label for one in choices if one.name == texts["default"]), texts["default"])
    return Editor(
        item=item,
        texts=texts,
        required=required,
        can_require=item.kind.code not in UNREQUIRED,
        limits=read_limits(texts["constraint"]),
        condition=condition,
        condition_text=text("relevant") if condition is None else "",
        questions=_asked(tables, item),
        values=values_of(tables, condition.name) if condition else (),
        choices=tuple(choice.label for choice in choices),
        shared_with=used_lists(tables).count(item.list_name) - 1 if choices else 0,
        kept=_kept(tables, item),
    )


def _asked(tables: Tables, item: Item) -> tuple[Asked, ...]:
    """What may decide whether this item is shown: all that is answered by itself, but for what it holds."""
    return tuple(
        Asked(one.name, one.label or one.name)
        for one, _ in shown(items_of(tables))
        if one.name
        and not item.number <= one.number <= item.last
        and not one.inside
        and one.kind.code not in ("note", "photo", "file", "signature", "place")
    )


def values_of(tables: Tables, name: str) -> tuple[Choice, ...]:
    """The choices of the question that is asked about; none where it is answered freely."""
    return choices_of(tables, _list_of(tables, name))


def _kept(tables: Tables, item: Item) -> tuple[tuple[str, str], ...]:
    """Cells that this page does not show: they stay as they are."""
    head = head_of(tables, "survey")
    told = {"type", "name", "label", "hint", "relevant", *item.kind.fields}
    if item.kind.code not in UNREQUIRED:
        told.add("required")
    mine = {head.column(name) for name in told}
    own = {head.column(name): text for name, text in item.kind.cells.items()}
    return tuple(
        (column, text)
        for column, text in item.row.cells.items()
        if column not in mine and own.get(column) != text
    )


def is_plain(before: Tables, after: Tables) -> bool:
    """Whether an act changed words only: every item stands where it stood, of its kind, by its name."""

    def frame(tables: Tables) -> list[tuple[object, ...]]:
        return [
            (one.number, one.last, one.kind.code, one.name, one.list_name) for one in walk(items_of(tables))
        ]

    return frame(before) == frame(after)


def item_named(tables: Tables, name: str) -> Item | None:
    return next((item for item, _ in shown(items_of(tables)) if name and item.name == name), None)
