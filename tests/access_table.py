"""Who gets what at every address. What a role may comes from `nithet/offices/rights.py`; a row says which right is asked.

To add an address, add a row of its app:

    Row("GET", "offices:school-page", at="school", sees=(Matter.SCHOOLS, SCHOOL))
    Row("POST", "offices:school-edit", at="school", sees=(Matter.SCHOOLS, SCHOOL), may=(Matter.SCHOOL_FACTS, SCHOOL))

    at      what stands in the address after the office: a name out of the world in test_access.py (make a new thing
            there), or a plain word; several as a tuple
    sees    the right without which the address does not exist for a member (404); left out: all members see it;
            several: one of them is enough; NOBODY: only `but`
    may     the right without which those who see it are refused (403); left out: who sees it may; NOBODY: as above
    but     role: (sign, reason), where a rule is finer than the table of rights. The reason is not optional.

A right is a matter and how far it must reach:

    WHOLE   ● only: it is about the whole office
    PART    ◐ is enough: everyone gets the part that is theirs
    SOME    ○ is enough
    SUPERVISION, SCHOOL    ●, or ◐ for those who serve in that division, at that school

Signs:

    .  the page, or the act is taken up (also where a form is to be mended)
    R  is asked for a reason first
    3  403: a member without the right
    4  404: does not exist for this person
    L  goes to sign in

All people serve in the same office but `stranger` (director of another office) and `nobody` (not signed in).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from nithet.offices import rights
from nithet.offices.models import Role
from nithet.offices.rights import Level, Matter
from nithet.registers.generic.book import Book, books

ROLES = ("nobody", "stranger", *(role.value for role in Role))


class Reach(Enum):
    WHOLE = "whole"
    PART = "part"
    SOME = "some"
    SUPERVISION = "supervision"
    SCHOOL = "school"


WHOLE, PART, SOME, SUPERVISION, SCHOOL = Reach
Right = tuple[Matter, Reach]
NOBODY: tuple[Right, ...] = ()
Asked = Right | tuple[Right, ...] | None

# Where the people of the tests serve; the computer officer serves in another division, the others in none.
SERVES = {
    SUPERVISION: {"deputy", "head", "section_head", "supervisor", "clerk"},
    SCHOOL: {"school_director", "school_clerk", "teacher", "cluster_chair"},
}


@dataclass(frozen=True)
class Row:
    method: str
    name: str
    at: str | tuple[str, ...] = ()
    sees: Asked = None
    may: Asked = None
    but: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # What is published to all stands outside the offices: others find it under their own address.
    outside: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def words(self) -> tuple[str, ...]:
        """What stands in the address after the office."""
        return (self.at,) if isinstance(self.at, str) else self.at

    def signs(self) -> dict[str, str]:
        return {role: self.sign(role) for role in ROLES}

    def sign(self, role: str) -> str:
        if role in ("nobody", "stranger"):
            return "L" if role == "nobody" else "4"
        if role in self.but:
            return self.but[role][0]
        if not _holds(role, self.sees):
            return "4"
        return "." if _holds(role, self.may) else "3"


def each(asked: Asked) -> list[Right]:
    """The rights of which one is enough."""
    match asked:
        case (Matter() as matter, Reach() as reach):
            return [(matter, reach)]
        case None:
            return []
        case _:
            return [right for right in asked if isinstance(right, tuple)]


def _holds(role: str, asked: Asked) -> bool:
    return asked is None or any(_reaches(role, right) for right in each(asked))


def _reaches(role: str, right: Right) -> bool:
    matter, reach = right
    level = rights.level_of(role, matter)
    if reach in (PART, SOME):
        return level >= (Level.OWN if reach == PART else Level.NAMED)
    return level == Level.ALL or (level == Level.OWN and role in SERVES.get(reach, ()))


# What is open to everybody, whoever they are.
PUBLIC = frozenset({
    "home", "founding", "accounts:sign-in", "accounts:sign-out", "accounts:slip-code", "accounts:slip",
    "account_login", "account_logout", "account_confirm_email", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "openid_connect_login", "openid_connect_callback",
    # Of LINE: only what it signed is read. A calendar by its secret address only.
    "line-webhook", "calendar-file",
    # Of a round: by a link that was given out, whoever is signed in.
    "forms:answer-page", "forms:answer-fill", "forms:answer-send", "forms:answer-thanks", "forms:answer-edit",
    "forms:answer-edit-send", "forms:answer-file", "forms:answer-media",
    # What works without a network: the same for everybody, with nobody's data.
    "offline:worker", "offline:web-manifest", "offline:shell", "field:fill", "field:outbox",
    # What the interface for programs is like; its root answers nothing.
    "api:openapi-json", "api:api-root",
})  # fmt: skip
# By a token only, whoever is signed in: who gets what there is tested with it.
BY_TOKEN = frozenset({
    "api:form-list", "api:version-list", "api:version", "api:submission-list", "api:submission", "api:submission-file",
    "api:round-list", "api:round", "api:round-targets", "api:round-results", "api:round-results-csv",
    "odata:service", "odata:metadata", "odata:resource", "odata:count", "odk-submission",
    "odk:form-list", "odk:form", "odk:manifest", "odk:file",
})  # fmt: skip
# What belongs to no office: one's own account. Open to all who are signed in.
OWN_ACCOUNT = frozenset({
    "qr", "accounts:mine", "accounts:sessions", "account_reauthenticate", "account_change_password",
    "account_set_password", "account_email", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "socialaccount_connections",
})  # fmt: skip

# Rules finer than the table, used by several rows.

SHARED = {"supervisor": (".", "the task is shared by the division's supervisors, and taken up by this one")}
ASKED = {"auditor": ("R", "reads all, giving a reason for each run")}
READS_ONLY = {"auditor": ("3", "reads all, giving a reason for each run")}
SEES_SHARED = {"supervisor": ("3", "sees it as the division's shared work")}
NO_TASKS_OF_THE_OFFICE = dict.fromkeys(
    ("registry", "school_director", "school_clerk", "teacher", "cluster_chair", "committee", "ministry"),
    ("4", "what the table names are letters, reports and what schools are asked: no tasks of the office"),
)

TASKS: Right = (Matter.TASKS, SUPERVISION)
# An act of the one whose task it is.
OWN_TASK = {**SHARED, **READS_ONLY}

DECIDES_AT_SCHOOL = {
    "school_director": ("4", "decides on matters of the school, on none of the office's divisions")
}

LOOKS_AFTER: Right = (Matter.SYSTEM, WHOLE)
STARTED = {"supervisor": (".", "started it")}
SOME_OF_THE_OFFICE: Asked = tuple(
    (matter, WHOLE)
    for matter in (
        Matter.SETTINGS,
        Matter.PEOPLE_FACTS,
        Matter.SCHOOL_FACTS,
        Matter.ACCOUNTS,
        Matter.SYSTEM,
        Matter.DUTIES,
        Matter.PRIVACY,
    )
)
WORKSPACE = (
    Row("GET", "workspace:front"),
    Row("GET", "workspace:my-work"),
    Row("GET", "workspace:asked"),
    Row("GET", "workspace:calendar"),
    Row("GET", "workspace:calendar-feed"),
    *(Row("POST", f"workspace:calendar-feed-{act}") for act in ("make", "revoke")),
    Row("GET", "workspace:token-list"),
    Row("POST", "workspace:token-make"),
    Row("POST", "workspace:token-revoke", at="token", sees=NOBODY, but={"supervisor": (".", "made it")}),
    Row("GET", "workspace:history"),
    Row("GET", "workspace:search"),
    Row("GET", "workspace:search-suggest"),
    Row(
        "GET",
        "workspace:search-open",
        at="evidence",
        sees=TASKS,
        but=SHARED | {"auditor": (".", "is led to the page, which asks for a reason")},
    ),
    Row("GET", "workspace:who-may"),
    *(
        Row("GET", f"workspace:{name}", sees=(Matter.DECIDE, PART), but=DECIDES_AT_SCHOOL)
        for name in ("overview", "overview-tasks", "lacking")
    ),
    Row("GET", "workspace:setup", may=(Matter.SETTINGS, WHOLE)),
    Row("POST", "workspace:setup-later", at="units", may=(Matter.SETTINGS, WHOLE)),
    Row("GET", "workspace:settings", may=SOME_OF_THE_OFFICE),
    Row("GET", "workspace:job-page", at="job", sees=LOOKS_AFTER, but=STARTED),
    Row("POST", "workspace:job-retry", at="job", sees=LOOKS_AFTER, but=STARTED),
    Row("POST", "workspace:job-cancel", at="job", sees=LOOKS_AFTER, but=STARTED),
    Row("GET", "workspace:system", may=LOOKS_AFTER),
    Row(
        "POST",
        "workspace:backup-now",
        may=LOOKS_AFTER,
        but={
            "administrator": ("3", "a backup holds the other office of this system too"),
        },
    ),
)

CYCLES = (
    Row("GET", "cycles:year-chart", sees=((Matter.TASKS, SOME), (Matter.YEAR, PART)), but=NO_TASKS_OF_THE_OFFICE),
    Row("GET", "cycles:cycle-start", may=(Matter.YEAR, PART)),
    Row("POST", "cycles:cycle-start", may=(Matter.YEAR, PART)),
    Row("GET", "cycles:year-list", sees=((Matter.TASKS, SOME), (Matter.YEAR, PART)), but=NO_TASKS_OF_THE_OFFICE),
    *(Row(method, f"cycles:{name}", at="2570", sees=((Matter.TASKS, SOME), (Matter.YEAR, PART)), may=(Matter.YEAR, WHOLE),
          but=NO_TASKS_OF_THE_OFFICE | {"planning": ("3", "starts years; to end one is to decide on its work")})
      for method, name in (("GET", "cycle-close"), ("POST", "cycle-close"), ("POST", "cycle-close-decide"),
                           ("POST", "cycle-reopen"))),
    Row("GET", "cycles:run-page", at="run", sees=TASKS, but=SHARED | ASKED | {
        "secretary": (".", "one of its tasks lies in the folder"),
    }),
    Row("POST", "cycles:run-cancel", at="run", sees=TASKS, may=(Matter.ASSIGN, WHOLE),
        but=READS_ONLY | SEES_SHARED | {"secretary": ("3", "one of its tasks lies in the folder")}),
    Row("POST", "cycles:run-take-back", at="run", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION),
        but=READS_ONLY | SEES_SHARED | {"secretary": ("3", "one of its tasks lies in the folder")}),
    *(Row("POST", name, at=at, sees=TASKS, may=(Matter.DECIDE, SUPERVISION),
          but=READS_ONLY | SEES_SHARED | {"secretary": ("3", "one of its tasks lies in the folder")})
      for name, at in (("cycles:standard-judge", ("run", "asked_step")), ("cycles:judgement-void", "judgement"))),
    Row("GET", "cycles:task-page", at="task", sees=TASKS, but=SHARED | ASKED),
    Row("POST", "cycles:task-take-up", at="task", sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("POST", "cycles:task-note", at="task", sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("POST", "cycles:task-attach", at="task", sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("POST", "cycles:task-submit", at="task", sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("POST", "cycles:task-withdraw", at="task", sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("POST", "cycles:comment-add", at="task", sees=TASKS, but=SHARED | READS_ONLY),
    Row("POST", "cycles:comment-void", at="comment", sees=TASKS, may=NOBODY, but=SHARED | READS_ONLY),
    Row("POST", "cycles:task-assign", at="task", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION), but=READS_ONLY | {
        "clerk": (".", "writes down what the head decided"),
        "supervisor": (".", "hands over what is theirs"),
    }),
    Row("POST", "cycles:task-skip", at="task", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION),
        but=READS_ONLY | SEES_SHARED),
    Row("POST", "cycles:task-move", at="task", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION),
        but=READS_ONLY | SEES_SHARED),
    Row("POST", "cycles:task-cancel", at="task", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION),
        but=READS_ONLY | SEES_SHARED),
    Row("POST", "cycles:task-part", at="task", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION),
        but=READS_ONLY | SEES_SHARED),
    Row("POST", "cycles:evidence-use", at=("linked", "evidence"), sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("POST", "cycles:task-link", at="task", sees=TASKS, may=NOBODY, but=OWN_TASK),
    Row("GET", "cycles:evidence-file", at="evidence", sees=TASKS, but=SHARED | ASKED),
    Row("GET", "cycles:evidence-thumbnail", at="evidence", sees=TASKS, but=SHARED | ASKED),
    Row("POST", "cycles:evidence-void", at="evidence", sees=TASKS, may=NOBODY, but=OWN_TASK),
    *(Row("POST", name, at="decision", sees=TASKS, may=(Matter.DECIDE, SUPERVISION),
          but=READS_ONLY | SEES_SHARED | {"secretary": ("3", "sees what lies in the folder")})
      for name in ("cycles:decision-give", "cycles:decision-return", "cycles:decision-refuse", "cycles:decision-direct",
                   "cycles:decision-recall")),
    Row("POST", "cycles:task-propose-anew", at="task", sees=TASKS, may=(Matter.ASSIGN, SUPERVISION),
        but=READS_ONLY | {"supervisor": (".", "whose work it is")}),
    Row("GET", "cycles:route-list", may=(Matter.SETTINGS, WHOLE)),
    *(Row(method, "cycles:route-edit", at="approve", may=(Matter.SETTINGS, WHOLE)) for method in ("GET", "POST")),
    Row("POST", "cycles:route-reset", at="approve", may=(Matter.SETTINGS, WHOLE)),
)  # fmt: skip

FOLDER_AT = {
    "secretary": (".", "lays the director's folder in order"),
    **dict.fromkeys(
        ("registry", "school_director", "committee"), ("4", "decides on no matter of the office")
    ),
}
DECIDES: Right = (Matter.DECIDE, SUPERVISION)
IN_FOLDER = READS_ONLY | SEES_SHARED | {"secretary": ("3", "sees what lies in the folder")}
CLERKS = {"clerk": (".", "records what was signed on paper")}
FOLDER = (
    *(Row(method, f"cycles:folder-{name}", sees=(Matter.DECIDE, SOME), but=FOLDER_AT)
      for method, name in (("GET", "page"), ("GET", "print"), ("POST", "acknowledge"))),
    *(Row(method, "cycles:folder-paper", sees=NOBODY, but=CLERKS) for method in ("GET", "POST")),
    *(Row("POST", f"cycles:folder-{act}", at="decision", sees=TASKS, may=DECIDES, but=IN_FOLDER)
      for act in ("give", "condition", "return", "refuse", "recall", "direct")),
    Row("GET", "cycles:folder-direct", at="decision", sees=TASKS, may=DECIDES, but=IN_FOLDER),
    *(Row("POST", f"cycles:folder-{act}", at="decision", sees=TASKS, may=NOBODY, but=READS_ONLY | SEES_SHARED | {
        "secretary": (".", "lays the director's folder in order"),
      }) for act in ("urgent", "move")),
)  # fmt: skip

SEES_STAFF: Right = (Matter.PEOPLE, WHOLE)
TYPES_DUTIES: Right = (Matter.DUTIES, SOME)
GIVES_WORK: Right = (Matter.ASSIGN, SUPERVISION)
FOR_HEAD = {"clerk": (".", "writes down what the head decided")}
OWN_HANDS = {"supervisor": (".", "gives away what is theirs")}
DUTIES = (
    Row("GET", "cycles:duty-list", sees=SEES_STAFF),
    *(Row(method, f"cycles:{name}-add", sees=SEES_STAFF, may=TYPES_DUTIES)
      for name in ("duty", "order") for method in ("GET", "POST")),
    *(Row(method, "cycles:order-edit", at="order", sees=SEES_STAFF, may=(Matter.DUTIES, WHOLE),
          but={"head": (".", "recorded it")}) for method in ("GET", "POST")),
    Row("GET", "cycles:order-file", at="order", sees=SEES_STAFF),
    Row("POST", "cycles:order-copy", at="order", sees=SEES_STAFF, may=TYPES_DUTIES),
    Row("GET", "cycles:duty-page", at="duty", sees=SEES_STAFF),
    *(Row("POST", f"cycles:duty-{act}", at="duty", sees=SEES_STAFF, may=(Matter.DUTIES, SUPERVISION), but=FOR_HEAD)
      for act in ("end", "void")),
    *(Row(method, "cycles:duty-differences", sees=SEES_STAFF, may=(Matter.ASSIGN, PART), but=FOR_HEAD)
      for method in ("GET", "POST")),
    Row("GET", "cycles:hand-over-list", sees=SEES_STAFF),
    *(Row(method, "cycles:hand-over", at="person", sees=SEES_STAFF, may=GIVES_WORK, but=FOR_HEAD | OWN_HANDS)
      for method in ("GET", "POST")),
    Row("GET", "cycles:hand-over-page", at="hand_over", sees=GIVES_WORK, but=FOR_HEAD | OWN_HANDS),
    Row("POST", "cycles:hand-over-accept", at="hand_over", sees=GIVES_WORK, but=FOR_HEAD | {
        "supervisor": ("3", "proposed it, and waits for the head"),
    }),
    Row("POST", "cycles:hand-over-cancel", at="hand_over", sees=GIVES_WORK, but=FOR_HEAD | OWN_HANDS),
    Row("GET", "cycles:policy-list"),
    *(Row(method, f"cycles:{name}", may=(Matter.YEAR, PART))
      for name in ("policy-add", "policy-paste") for method in ("GET", "POST")),
    Row("POST", "cycles:policy-copy", may=(Matter.YEAR, PART)),
    *(Row(method, "cycles:policy-edit", at="policy", may=(Matter.YEAR, PART)) for method in ("GET", "POST")),
    *(Row("POST", f"cycles:{name}", at="policy", may=(Matter.YEAR, PART)) for name in ("policy-void", "policy-restore")),
    Row("GET", "cycles:answer-list", may=(Matter.YEAR, PART)),
    *(Row(method, "cycles:answer-edit", at="answer", may=(Matter.YEAR, SUPERVISION)) for method in ("GET", "POST")),
    Row("POST", "cycles:answer-forget", at="answer", may=(Matter.YEAR, SUPERVISION)),
)  # fmt: skip

RECEIVES = dict.fromkeys(
    ("head", "clerk", "director", "deputy", "registry", "secretary"),
    (".", "handles letters, for which the table has no column"),
)
THE_SCHOOL = dict.fromkeys(("school_director", "school_clerk"), (".", "the school is asked"))
HAS_LETTER = {"supervisor": (".", "does its work")}
COLLECTS = {**READS_ONLY, **HAS_LETTER, "clerk": (".", "gives out work for the head")}
LETTERS = (
    Row("GET", "cycles:letter-list", sees=((Matter.TASKS, SOME), (Matter.YEAR, PART)), but={
        role: told for role, told in NO_TASKS_OF_THE_OFFICE.items() if role != "registry"
    }),
    Row("GET", "cycles:letter-cluster", sees=NOBODY, but={
        "cluster_chair": (".", "which schools of the cluster have sent, and nothing else"),
    }),
    *(Row(method, "cycles:letter-receive", may=NOBODY, but=RECEIVES) for method in ("GET", "POST")),
    Row("GET", "cycles:letter-page", at="letter", sees=TASKS, but=HAS_LETTER | ASKED),
    Row("GET", "cycles:letter-file", at=("letter", "letter_file"), sees=TASKS, but=HAS_LETTER | ASKED | THE_SCHOOL),
    Row("GET", "cycles:letter-mine", at="letter", sees=TASKS, but=HAS_LETTER | THE_SCHOOL | {
        "auditor": (".", "is led to the letter, which asks why"),
    }),
    *(Row("POST", f"cycles:letter-{act}", at="letter", sees=TASKS, may=GIVES_WORK, but=COLLECTS)
      for act in ("ask", "remind", "summary")),
    *(Row(method, "cycles:ask-page", at="ask", sees=NOBODY, but=THE_SCHOOL) for method in ("GET", "POST")),
    Row("GET", "cycles:ask-file", at=("ask", "ask_file"), sees=TASKS, but=HAS_LETTER | ASKED | THE_SCHOOL),
    *(Row(method, "cycles:ask-record", at="ask", sees=TASKS, may=GIVES_WORK, but=COLLECTS)
      for method in ("GET", "POST")),
    Row("POST", "cycles:ask-void", at="ask", sees=TASKS, may=GIVES_WORK, but=COLLECTS),
    Row("POST", "cycles:ask-return", at="ask", sees=TASKS, may=GIVES_WORK, but=COLLECTS),
)  # fmt: skip

READS_MANUALS: Right = (Matter.MANUALS, WHOLE)
MANUALS = (
    Row("GET", "manuals:manual-list", sees=READS_MANUALS),
    Row("GET", "manuals:manual-upload", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    Row("POST", "manuals:manual-upload", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    *(Row(method, f"manuals:{name}", at="upload", sees=NOBODY, but={"supervisor": (".", "brought the files in")})
      for method, name in (("GET", "upload-page"), ("POST", "upload-read"), ("POST", "upload-drop"))),
    Row("GET", "manuals:source-file", at="source", sees=READS_MANUALS),
    *(Row("POST", f"manuals:version-{act}", at="version", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME))
      for act in ("recognise", "reread")),
    Row("GET", "manuals:catalogue", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    Row("POST", "manuals:catalogue", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    Row("GET", "manuals:manual-import", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    Row("POST", "manuals:manual-import", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    Row("GET", "manuals:version-file", at=("version", "yaml"), sees=READS_MANUALS, may=(Matter.LISTS, SOME)),
    Row("GET", "manuals:procedure-file", at=("procedure", "bpmn"), sees=READS_MANUALS, may=(Matter.LISTS, SOME)),
    Row("GET", "manuals:version-page", at="version", sees=READS_MANUALS),
    Row("GET", "manuals:procedure-page", at="procedure", sees=READS_MANUALS),
    Row("POST", "manuals:version-describe", at="version", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SUPERVISION)),
    Row("POST", "manuals:version-discard", at="version", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SUPERVISION)),
    Row("GET", "manuals:version-item", at=("version", "p1s1"), sees=READS_MANUALS,
        may=(Matter.MANUAL_WORK, SUPERVISION)),
    *(Row("POST", f"manuals:version-{act}", at="version", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SUPERVISION))
      for act in ("edit", "undo", "redo", "place")),
    Row("POST", "manuals:version-propose", at="version", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SUPERVISION),
        but=dict.fromkeys(("deputy", "section_head", "supervisor", "clerk"), (".", "serves in the manual's division"))
        | {"director": ("3", "decides on it, and made none")}),
    Row("POST", "manuals:version-withdraw", at="version", sees=READS_MANUALS, may=NOBODY,
        but={"head": (".", "proposed it")}),
    Row("GET", "manuals:compare", sees=READS_MANUALS),
    Row("GET", "manuals:kin", sees=READS_MANUALS),
    Row("GET", "manuals:published-list", sees=READS_MANUALS),
    Row("GET", "manuals:published-page", at="edition", sees=READS_MANUALS, outside=True),
    Row("POST", "manuals:published-begin", at="edition", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME),
        outside=True),
    Row("GET", "manuals:version-read", at="version", sees=READS_MANUALS),
    Row("POST", "manuals:version-revise", at="edition", sees=READS_MANUALS, may=(Matter.MANUAL_WORK, SOME)),
    *(Row("POST", f"manuals:version-{act}", at="edition", sees=READS_MANUALS, may=(Matter.PUBLISH, SUPERVISION))
      for act in ("publish", "unpublish")),
    Row("POST", "manuals:procedure-family", at="procedure", sees=READS_MANUALS,
        may=(Matter.MANUAL_WORK, SUPERVISION)),
    Row("POST", "manuals:version-return", at="version", sees=READS_MANUALS, may=(Matter.DECIDE, WHOLE)),
    Row("POST", "manuals:version-adopt", at="version", sees=READS_MANUALS, may=(Matter.DECIDE, WHOLE)),
)  # fmt: skip

SEES_SCHOOL: Right = (Matter.SCHOOLS, SCHOOL)
KEEPS_SCHOOLS: Right = (Matter.SCHOOL_FACTS, WHOLE)
SEES_PEOPLE: Right = (Matter.PEOPLE, WHOLE)
KEEPS_PEOPLE: Right = (Matter.PEOPLE_FACTS, WHOLE)
OF_THE_DIVISION = dict.fromkeys(
    ("head", "clerk"), (".", "leave is told in the division where the person serves")
)
BOTH = ("GET", "POST")
SCHOOLS = (
    Row("GET", "offices:school-list"),
    Row("GET", "offices:school-page", at="school", sees=SEES_SCHOOL),
    *(Row(method, "offices:school-add", may=KEEPS_SCHOOLS) for method in BOTH),
    *(Row(method, "offices:school-edit", at="school", sees=SEES_SCHOOL, may=(Matter.SCHOOL_FACTS, SCHOOL))
      for method in BOTH),
    *(Row(method, f"offices:school-{act}", at="school", sees=SEES_SCHOOL, may=KEEPS_SCHOOLS)
      for act in ("pupils", "change", "cluster") for method in BOTH),
    Row("POST", "offices:count-void", at="count", sees=SEES_SCHOOL, may=KEEPS_SCHOOLS),
    Row("POST", "offices:school-change-undo", at="change", sees=SEES_SCHOOL, may=KEEPS_SCHOOLS),
    Row("GET", "offices:cluster-list"),
    *(Row(method, "offices:cluster-add", may=KEEPS_SCHOOLS) for method in BOTH),
    Row("GET", "offices:cluster-page", at="cluster", sees=SEES_SCHOOL),
    *(Row(method, f"offices:cluster-{act}", at="cluster", sees=SEES_SCHOOL, may=KEEPS_SCHOOLS)
      for act in ("edit", "schools") for method in BOTH),
    Row("POST", "offices:cluster-close", at="cluster", sees=SEES_SCHOOL, may=KEEPS_SCHOOLS),
)  # fmt: skip
PEOPLE = (
    Row("GET", "offices:person-list"),
    Row("GET", "offices:person-page", at="person", sees=SEES_PEOPLE),
    Row("GET", "offices:person-private", at="person", sees=SEES_PEOPLE, may=(Matter.PRIVATE, WHOLE), but={
        "director": ("R", "gives a reason for each person"),
        "supervisor": (".", "it is their own"),
    }),
    Row("GET", "offices:person-seniority", sees=SEES_PEOPLE),
    *(Row(method, "offices:person-add", may=KEEPS_PEOPLE) for method in BOTH),
    *(Row(method, f"offices:person-{act}", at="person", sees=SEES_PEOPLE, may=KEEPS_PEOPLE)
      for act in ("edit", "merge", "appoint") for method in BOTH),
    Row("POST", "offices:person-place", at="person", sees=SEES_PEOPLE, may=KEEPS_PEOPLE),
    *(Row(method, "offices:person-leave", at="person", sees=SEES_PEOPLE, may=KEEPS_PEOPLE, but=OF_THE_DIVISION)
      for method in BOTH),
    Row("GET", "offices:appointment-list"),
    Row("GET", "offices:appointment-page", at="appointment", sees=SEES_PEOPLE),
    *(Row("POST", f"offices:appointment-{act}", at="appointment", sees=SEES_PEOPLE, may=KEEPS_PEOPLE)
      for act in ("end", "extend", "void")),
    Row("GET", "offices:leave-list"),
    Row("POST", "offices:leave-void", at="leave", sees=SEES_PEOPLE, may=KEEPS_PEOPLE, but=OF_THE_DIVISION),
)  # fmt: skip
OFFICES = (
    *SCHOOLS,
    *PEOPLE,
    # Whoever was asked for a reason answers here; without the signed question nothing is read.
    Row("POST", "offices:reading-ask"),
)

HANDS_OUT: Right = (Matter.ACCOUNTS, WHOLE)
ACCOUNTS = (
    Row("GET", "offices:account-list", may=HANDS_OUT),
    Row("POST", "offices:account-make", may=HANDS_OUT),
    Row("POST", "offices:account-slips", may=HANDS_OUT),
    Row("GET", "offices:account-page", at="person", may=HANDS_OUT),
    *(Row("POST", f"offices:account-{act}", at="person", may=HANDS_OUT)
      for act in ("slip", "unlock", "sign-out", "clear-factor", "suspend", "restore")),
)  # fmt: skip

SETS_UP: Right = (Matter.SETTINGS, WHOLE)
SETTINGS = (
    *(Row(method, f"offices:settings-{name}", may=SETS_UP)
      for name in ("office", "terms", "unit-add", "semester-add", "holiday-add") for method in ("GET", "POST")),
    Row("GET", "offices:settings-units", may=SETS_UP),
    Row("POST", "offices:settings-unit-ready", may=SETS_UP),
    Row("GET", "offices:settings-unit", at="unit", may=SETS_UP),
    Row("POST", "offices:settings-unit", at="unit", may=SETS_UP),
    Row("POST", "offices:settings-unit-move", at="unit", may=SETS_UP),
    Row("POST", "offices:settings-unit-close", at="unit", may=SETS_UP),
    Row("GET", "offices:settings-calendar", may=SETS_UP),
    Row("POST", "offices:settings-calendar-ready", may=SETS_UP),
    Row("GET", "offices:settings-semester", at="semester", may=SETS_UP),
    Row("POST", "offices:settings-semester", at="semester", may=SETS_UP),
    Row("POST", "offices:settings-holiday-remove", at="holiday", may=SETS_UP),
)  # fmt: skip

ANSWERS: Right = (Matter.PRIVACY, WHOLE)
# One's own data are every member's.
PRIVACY = (
    Row("GET", "offices:privacy-policy"),
    Row("GET", "offices:privacy-mine"),
    Row("POST", "offices:privacy-consent"),
    Row("GET", "offices:privacy-copy", at="json"),
    Row("POST", "offices:privacy-ask"),
    Row("POST", "offices:privacy-withdraw", at="request", sees=NOBODY, but={"supervisor": (".", "asked for it")}),
    Row("GET", "offices:privacy-requests", may=ANSWERS),
    Row("GET", "offices:privacy-request", at="request", may=ANSWERS),
    Row("POST", "offices:privacy-request", at="request", may=ANSWERS),
)  # fmt: skip

# A list asks for the same right as typing it; the one in the world is of people.
# Or one of the own division's registers.
SOME_LIST: Asked = (KEEPS_SCHOOLS, KEEPS_PEOPLE, (Matter.DUTIES, WHOLE), (Matter.RECORD_WORK, PART))
IMPORTS = (
    Row("GET", "offices:import-list", may=SOME_LIST),
    *(Row(method, "offices:import-new", may=SOME_LIST) for method in BOTH),
    Row("GET", "offices:import-form", at="people", may=KEEPS_PEOPLE),
    *(Row("GET", f"offices:import-{page}", at="import", sees=KEEPS_PEOPLE) for page in ("page", "left")),
    *(Row(method, "offices:import-columns", at="import", sees=KEEPS_PEOPLE) for method in BOTH),
    *(Row("POST", f"offices:import-{act}", at="import", sees=KEEPS_PEOPLE)
      for act in ("sheet", "choose", "store", "resume", "discard")),
)  # fmt: skip


def book_rows(book: Book[Any]) -> Iterator[Row]:
    """The rows of a register's book: alike for all of them."""
    name, code = f"{book.space}:{book.code}", book.code
    sees, may = (Matter.RECORDS, PART if book.is_shared else SUPERVISION), (Matter.RECORD_WORK, SUPERVISION)
    yield Row("GET", f"{name}-list")
    yield Row("GET", f"{name}-new", may=(Matter.RECORD_WORK, PART))
    yield Row("GET", f"{name}-of-task", at="task", sees=TASKS, may=may, but=SHARED | READS_ONLY)
    yield Row("GET", f"{name}-page", at=code, sees=sees)
    yield Row("GET", f"{name}-version", at=(code, "1"), sees=sees)
    yield Row("GET", f"{name}-file", at=(code, f"{code}_file"), sees=sees)
    yield Row("GET", f"{name}-edit", at=code, sees=sees, may=may)
    for act in ("finish", "reopen", "void", "restore", "copy"):
        yield Row("POST", f"{name}-{act}", at=code, sees=sees, may=may)
    yield Row("POST", f"{name}-file-drop", at=(code, f"{code}_file"), sees=sees, may=may)


# Notices are each person's own; the one in the world is the supervisor's.
TOLD = {"supervisor": (".", "was told")}
NOTICES = (
    Row("GET", "notices:notice-list"),
    Row("POST", "notices:notice-read-all"),
    *(Row("POST", f"notices:notice-{act}", at="notice", sees=NOBODY, but=TOLD) for act in ("open", "read")),
    *(Row(method, "notices:choices") for method in BOTH),
    *(Row("POST", f"notices:{name}") for name in ("mail-again", "line-code", "line-unlink")),
    Row("POST", "notices:send-again", may=LOOKS_AFTER),
)  # fmt: skip

OWN_ACTS = (
    Row("GET", "plans:annual", may=(Matter.RECORDS, PART)),
    *(Row(method, "plans:terms", may=(Matter.YEAR, WHOLE)) for method in BOTH),
    *(Row(method, "plans:needs", at="plan", sees=(Matter.RECORDS, SUPERVISION), may=(Matter.RECORD_WORK, SUPERVISION))
      for method in BOTH),
    # The plan in the world is not approved: nobody records how far it is.
    *(Row(method, "plans:progress", at="plan", sees=(Matter.RECORDS, SUPERVISION), may=NOBODY) for method in BOTH),
    *(Row("POST", f"plans:{act}", at="plan", sees=(Matter.RECORDS, SUPERVISION), may=(Matter.RECORD_WORK, SUPERVISION))
      for act in ("ready", "take-back")),
    Row("GET", "datasets:completeness", may=(Matter.RECORDS, PART)),
    Row("GET", "datasets:completeness-of", at="schools", may=(Matter.RECORDS, PART)),
    Row("POST", "datasets:snapshot-check", at="snapshot", sees=(Matter.RECORDS, SUPERVISION), may=(Matter.RECORD_WORK, SUPERVISION)),
    # Taking lists out is asked once more: those who see the register may.
    Row("GET", "datasets:snapshot-flaws", at="snapshot", sees=(Matter.RECORDS, SUPERVISION), may=(Matter.LISTS, SOME)),
    Row("POST", "workgroups:workgroup-seniority", at="workgroup", sees=(Matter.RECORDS, SUPERVISION),
        may=(Matter.RECORD_WORK, SUPERVISION)),
    Row("GET", "partners:hours", may=(Matter.RECORDS, PART)),
    Row("POST", "partners:cooperation-contact", at="cooperation", sees=(Matter.RECORDS, SUPERVISION),
        may=(Matter.RECORD_WORK, SUPERVISION)),
    Row("POST", "studies:study-uptake", at=("study", "recommendation"), sees=(Matter.RECORDS, SUPERVISION),
        may=(Matter.RECORD_WORK, SUPERVISION)),
)  # fmt: skip
REGISTERS = (Row("GET", "registers:home"), *(row for book in books() for row in book_rows(book)), *OWN_ACTS)

SEES_FORMS: Right = (Matter.FORMS, SOME)
# A form of the supervision division that schools fill too, and what the teacher sent of it.
SEES_SENT: Asked = ((Matter.SUBMISSIONS, SUPERVISION), (Matter.SUBMISSIONS, SCHOOL))
SENT_IT = {"teacher": (".", "sent it")}
FILLING = (
    *(Row("GET", f"forms:form-{page}", at="visit_note", sees=SEES_FORMS) for page in ("fill", "try", "print")),
    *(Row("POST", f"forms:form-{act}", at="visit_note", sees=SEES_FORMS) for act in ("send", "try-send")),
    *(Row(method, f"forms:draft-try{act}", at="visit_note", sees=SEES_FORMS, may=(Matter.FORM_WORK, SUPERVISION))
      for method, act in (("GET", ""), ("POST", "-send"))),
    Row("GET", "forms:form-media", at=("visit_note", "1", "label.jpg"), sees=SEES_FORMS),
    *(Row("GET", f"forms:submission-{page}", at="submission", sees=SEES_SENT, but=SENT_IT) for page in ("receipt", "print")),
    Row("GET", "forms:submission-own-file", at=("submission", "photo-1.jpg"), sees=SEES_SENT, but=SENT_IT),
    *(Row(method, f"forms:submission-fill{act}", at="submission", sees=SEES_SENT, may=(Matter.SUBMISSIONS, SUPERVISION),
          but={"teacher": ("3", "sent it, and edits only what is returned")})
      for method, act in (("GET", ""), ("POST", "-send"))),
)  # fmt: skip

REVIEWS: Right = (Matter.SUBMISSIONS, SUPERVISION)
REVIEWING = (
    *(Row("GET", f"forms:submission-{page}", at="visit_note", sees=SEES_FORMS) for page in ("list", "photos", "map")),
    Row("POST", "forms:submissions-approve", at="visit_note", sees=SEES_FORMS, may=REVIEWS),
    *(Row(method, "forms:answers-import", at="visit_note", sees=SEES_FORMS, may=REVIEWS) for method in ("GET", "POST")),
    *(Row(method, "forms:form-export", at="visit_note", sees=SEES_FORMS, may=REVIEWS) for method in ("GET", "POST")),
    # Of who asked for it alone: the supervisor.
    *(Row("GET", f"forms:export-{page}", at="export", sees=NOBODY, but={"supervisor": (".", "asked for it")}) for page in ("page", "file")),
    Row("GET", "forms:submission-page", at="submission", sees=SEES_SENT, but=SENT_IT),
    Row("GET", "forms:submission-small", at=("submission", "photo-1.jpg"), sees=SEES_SENT, but=SENT_IT),
    Row("POST", "forms:submission-comment", at="submission", sees=SEES_SENT, but=SENT_IT),
    *(Row("POST", f"forms:submission-{act}", at="submission", sees=SEES_SENT, may=REVIEWS,
          but={"teacher": ("3", "sent it, and others look through it")})
      for act in ("approve", "return", "void", "take-back")),
    Row("POST", "forms:submission-land", at="submission", sees=SEES_SENT, may=REVIEWS, but={"teacher": ("3", "sent it, and others keep the register")}),
)  # fmt: skip

# Of the supervision division; a chair sees who of the cluster has sent, and that is all.
SEES_ROUND: Right = (Matter.SUBMISSIONS, SUPERVISION)
RUNS_ROUND: Right = (Matter.FORM_WORK, SUPERVISION)
CHAIR_SEES = {"cluster_chair": (".", "chairs the school's cluster")}
CHAIR_LOOKS = {"cluster_chair": ("3", "chairs the school's cluster, and only looks")}
ASKS: Right = (Matter.FORM_WORK, PART)
ROUNDS = (
    Row("GET", "forms:round-list", sees=SEES_FORMS),
    *(Row(method, "forms:round-begin", sees=SEES_FORMS, may=ASKS) for method in ("GET", "POST")),
    Row("GET", "forms:round-page", at="round", sees=SEES_ROUND, but=CHAIR_SEES),
    Row("GET", "forms:round-asked", at="round", sees=SEES_ROUND, but={
        **dict.fromkeys(("school_director", "school_clerk"), (".", "answers for the school")),
        "cluster_chair": (".", "chairs the school's cluster")}),
    *(Row(method, "forms:round-edit", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS) for method in ("GET", "POST")),
    *(Row("POST", f"forms:round-{act}", at="draft_round", sees=SEES_ROUND, may=RUNS_ROUND) for act in ("open", "kin", "discard")),
    *(Row("POST", f"forms:round-{act}", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS)
      for act in ("close", "extend", "reopen", "void", "remind", "relink")),
    Row("POST", "forms:round-join", at="round", sees=SEES_ROUND, may=NOBODY, but={
        **CHAIR_LOOKS, **dict.fromkeys(("head", "section_head", "supervisor", "clerk"), ("4", "there is no such work"))}),
    Row("GET", "forms:round-links", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS),
    *(Row(method, "forms:target-add", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS) for method in ("GET", "POST")),
    *(Row("POST", f"forms:target-{act}", at=("round", "target"), sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS)
      for act in ("excuse", "ask", "link")),
    *(Row("POST", f"forms:round-answer-{act}", at=("round", "late_answer"), sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS)
      for act in ("take", "choose")),
    *(Row("GET", f"forms:round-{page}", at="round", sees=SEES_ROUND, but=CHAIR_LOOKS) for page in ("results", "cross", "workbook")),
    Row("GET", "forms:round-compare", at="compared_round", sees=SEES_ROUND),
    Row("GET", "forms:round-result", at=("round", "topic"), sees=SEES_ROUND, but=CHAIR_LOOKS),
    Row("GET", "forms:round-figure", at=("round", "item:topic", "csv"), sees=SEES_ROUND, but=CHAIR_LOOKS),
    Row("POST", "forms:round-scheme", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS),
    Row("GET", "forms:round-summary", at="round", sees=SEES_ROUND, but=CHAIR_LOOKS),
    *(Row("POST", f"forms:round-summary{act}", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS) for act in ("", "-restore")),
    *(Row(method, "surveys:round-tasks", at="round", sees=SEES_ROUND, may=RUNS_ROUND, but=CHAIR_LOOKS) for method in ("GET", "POST")),
    *(Row(method, f"surveys:round-{page}", at="round", sees=SEES_ROUND, may=(Matter.RECORD_WORK, SUPERVISION), but=CHAIR_LOOKS)
      for page in ("needs", "suggestions") for method in ("GET", "POST")),
    Row("GET", "surveys:round-of-task", at="task", sees=TASKS, may=ASKS, but=SHARED | READS_ONLY),
)  # fmt: skip

MAKES_FORMS: Right = (Matter.FORM_WORK, PART)
WORKS_ON_FORM: Right = (Matter.FORM_WORK, SUPERVISION)
MAKING = (
    Row("GET", "forms:form-list", sees=SEES_FORMS),
    Row("GET", "forms:form-page", at="visit_note", sees=SEES_FORMS),
    Row("GET", "forms:version-page", at=("visit_note", "1"), sees=SEES_FORMS),
    Row("GET", "forms:form-begin", sees=SEES_FORMS, may=MAKES_FORMS),
    *(Row("POST", f"forms:form-{act}", sees=SEES_FORMS, may=MAKES_FORMS) for act in ("empty", "upload")),
    *(Row(method, "forms:form-shipped", at="media_need_survey", sees=SEES_FORMS, may=MAKES_FORMS) for method in ("GET", "POST")),
    *(Row(method, "forms:form-copy", at="visit_note", sees=SEES_FORMS, may=MAKES_FORMS) for method in ("GET", "POST")),
    *(Row(method, "forms:form-describe", at="visit_note", sees=SEES_FORMS, may=WORKS_ON_FORM) for method in ("GET", "POST")),
    *(Row("POST", f"forms:form-{act}", at="visit_note", sees=SEES_FORMS, may=WORKS_ON_FORM)
      for act in ("publish", "discard", "retire", "bring-back", "files", "file-remove")),
    *(Row(method, "forms:form-edit", at="visit_note", sees=SEES_FORMS, may=WORKS_ON_FORM) for method in ("GET", "POST")),
    *(Row("POST", f"forms:form-{act}", at="visit_note", sees=SEES_FORMS, may=WORKS_ON_FORM) for act in ("act", "undo", "redo")),
    Row("GET", "forms:form-workbook", at="visit_note", sees=SEES_FORMS, may=(Matter.LISTS, SOME)),
    Row("GET", "forms:version-workbook", at=("visit_note", "1"), sees=SEES_FORMS, may=(Matter.LISTS, SOME)),
    Row("GET", "forms:draft-workbook", at="visit_note", sees=SEES_FORMS, may=WORKS_ON_FORM),
)  # fmt: skip

CARRIES = (Matter.FORMS, SOME)
CARRYING = (
    Row("GET", "field:prepare", may=CARRIES),
    Row("GET", "field:session", may=CARRIES),
    Row("GET", "field:package", at="visit_note", may=CARRIES),
    Row("POST", "field:device-told", may=CARRIES),
    Row("POST", "field:send", at="visit_note", may=CARRIES),
    Row("GET", "field:file-piece", at="0" * 64, may=CARRIES),
)

# A phone of the supervisor.
OWN_PHONE = {"supervisor": (".", "is whose it is")}
DEVICES = (
    Row("GET", "field:device-list"),
    Row("POST", "field:device-make", may=(Matter.FORMS, SOME)),
    Row("GET", "field:device-all", may=(Matter.ACCOUNTS, WHOLE)),
    *(Row(method, f"field:device-{act}", at="device", sees=(Matter.ACCOUNTS, WHOLE), but=OWN_PHONE)
      for act in ("revoke", "lost") for method in ("GET", "POST")),
    Row("GET", "field:device-page", at="device", sees=(Matter.ACCOUNTS, WHOLE), but=OWN_PHONE),
    *(Row(method, "field:device-back", at="device", sees=(Matter.ACCOUNTS, WHOLE), but=OWN_PHONE) for method in ("GET", "POST")),
    Row("GET", "field:device-owners", may=(Matter.ACCOUNTS, WHOLE)),
    *(Row(method, "field:device-make-for", at="person", may=(Matter.ACCOUNTS, WHOLE)) for method in ("GET", "POST")),
)  # fmt: skip

# What the teacher sent twice into a form of the supervision division.
APART = (
    Row("GET", "field:apart-list", sees=SEES_FORMS),
    Row("GET", "field:apart-page", at="apart", sees=REVIEWS, but=SENT_IT),
    *(Row("POST", f"field:apart-{act}", at="apart", sees=REVIEWS, but=SENT_IT) for act in ("choose", "choose-anew")),
    *(Row("GET", f"field:apart-{kind}", at=("apart", "photo-1.jpg"), sees=REVIEWS, but=SENT_IT) for kind in ("file", "small")),
)  # fmt: skip

ROWS = (
    *CARRYING,
    *APART,
    *DEVICES,
    *FILLING,
    *REVIEWING,
    *ROUNDS,
    *MAKING,
    *REGISTERS,
    *NOTICES,
    *WORKSPACE,
    *CYCLES,
    *FOLDER,
    *DUTIES,
    *LETTERS,
    *MANUALS,
    *OFFICES,
    *ACCOUNTS,
    *SETTINGS,
    *PRIVACY,
    *IMPORTS,
)
