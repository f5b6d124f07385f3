"""A needs survey from making the round to its ranking, and an evaluation beside it: by link, by letter, in figures and words."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.models import Task
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.forms.answers import Answers
from nithet.forms.checking.examples import valid
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.models import Form, FormVersion, Round, RoundTarget
from nithet.forms.queries.results import results_of
from nithet.forms.results.shapes import InstrumentItem, Needed, Rated, Role
from nithet.forms.services.making import begin_from_shipped
from nithet.forms.services.publishing import publish
from nithet.forms.services.tallying import instrument_of
from nithet.forms.tests.rounds_kit import at_link, send_answer
from nithet.offices.members import Member
from nithet.offices.models import Cluster, Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, make_school, page_text
from nithet.thai.dates import format_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
SCHOOLS, ANSWERED, CLUSTERS = 120, 110, 6
CLOSES = date(2026, 11, 30)
Values = dict[str, tuple[int, int]]


@dataclass
class Asked:
    version: FormVersion
    duals: tuple[InstrumentItem, ...]


@pytest.fixture
def maker(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def asked(maker: Member, supervision: Unit) -> Asked:
    version = published("media_need_survey", maker, supervision)
    duals = [item for item in instrument_of(version).items if item.role == Role.DUAL]
    assert len(duals) >= 10
    return Asked(version, tuple(duals))


def published(code: str, maker: Member, unit: Unit) -> FormVersion:
    form = begin_from_shipped(code, unit=unit, by=maker)
    return publish(Form.objects.get(pk=form.pk), by=maker)


@pytest.fixture
def schools(office: Office) -> list[School]:
    clusters = [
        Cluster.objects.create(office=office, name=f"กลุ่มโรงเรียนที่ {n}") for n in range(1, CLUSTERS + 1)
    ]
    return [
        make_school(office, f"โรงเรียนสมมติ {n:03}", cluster=clusters[n % CLUSTERS], smis_code=f"5701{n:04}")
        for n in range(1, SCHOOLS + 1)
    ]


@pytest.fixture
def tasks(supervision: Unit, head: User) -> list[Task]:
    """Two procedures of one family, each with a step that surveys."""
    step = {"title": "สำรวจความต้องการสื่อ", "months": [11], "actions": ["survey"]}
    made = [make_procedure(supervision, [step], title=title) for title in ("ส่งเสริมสื่อ", "พัฒนาสื่อดิจิทัล")]
    open_year(supervision.office)
    return [task_of(procedure, "1") for procedure in made]


def post_round(
    client: Client, office: Office, version: FormVersion, *, task: UUID | None = None, **typed: object
) -> Round:
    """Made and opened by the pages, as whoever is signed in."""
    address = f"{reverse('forms:round-begin', args=[office.code])}?form={version.form.name}"
    page = client.get(f"{address}&task={task}" if task else address)
    assert page.status_code == 200
    shown = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    plain = {name: value for name, value in shown.items() if value not in (None, "", False, [], ())}
    days = {"opens_on": format_date(DAY, "short"), "closes_on": format_date(CLOSES, "short")}
    sent = client.post(f"{address}&task={task}" if task else address, {**plain, **days, **typed}, follow=True)
    made = Round.objects.latest("made_at")
    assert str(made.pk) in sent.request["PATH_INFO"], page_text(sent)[:2000]
    client.post(reverse("forms:round-open", args=[office.code, made.pk]), {"revision": made.revision})
    made.refresh_from_db()
    assert made.state == Round.State.OPEN
    return made


def answered(asked: Asked, target: RoundTarget, chance: random.Random) -> tuple[str, Values]:
    """The XML that a school sends, and the ratings in it."""
    definition = compiled(asked.version).definition
    answers: Answers = dict(valid(definition, seed=chance.randrange(10**6)))
    assert target.school
    answers["heading/school"] = target.school.smis_code
    values = {}
    for place, item in enumerate(asked.duals):
        actual = chance.randint(1, 4)
        values[item.path] = actual, min(5, actual + chance.randint(0, 1 + place % 3))
        answers[item.actual], answers[item.desired] = (str(value) for value in values[item.path])
    return filled(asked.version, answers), values


def filled(version: FormVersion, answers: Answers) -> str:
    definition = compiled(version).definition
    written = write_instance(
        definition,
        answers,
        form_name=version.form.name,
        version=str(version.number),
        instance_id=f"uuid:{new_id()}",
    )
    return written.decode()


def send(stranger: Client, target: RoundTarget, xml: str) -> None:
    """As at a school: the link is opened, who answers is told, the form is sent."""
    assert stranger.get(at_link(target)).status_code == 200
    told = stranger.post(at_link(target), {"name": "ครูผู้ตอบ สมมติ", "position": "ครู"})
    assert told.status_code == 302
    response = send_answer(stranger, target, xml)
    assert response.status_code == 201, response.content.decode()[:500]


def ranked(asked: Asked, sent: list[Values]) -> dict[str, list[tuple[Fraction, str]]]:
    """PNI modified of each item, by hand: the largest first inside its aspect."""
    found: dict[str, list[tuple[Fraction, str]]] = defaultdict(list)
    for item in asked.duals:
        actual = Fraction(sum(values[item.path][0] for values in sent), len(sent))
        desired = Fraction(sum(values[item.path][1] for values in sent), len(sent))
        found[item.aspect].append(((desired - actual) / actual, item.path))
    return {aspect: sorted(rows, reverse=True) for aspect, rows in found.items()}


def test_schools_are_asked_by_links_reminded_and_understood(
    client: Client,
    office: Office,
    asked: Asked,
    schools: list[School],
    tasks: list[Task],
    supervisor: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(supervisor)
    made = post_round(client, office, asked.version, task=tasks[0].pk, wanted_percent=90)
    targets = list(
        RoundTarget.objects.filter(round=made)
        .select_related("school__cluster", "office")
        .order_by("school__smis_code")
    )
    assert len(targets) == SCHOOLS
    chance, sent = random.Random(2570), []  # noqa: S311  the same each time
    stranger = Client()  # no account, nothing known of the phone
    for target in targets[:ANSWERED]:
        xml, values = answered(asked, target, chance)
        with django_capture_on_commit_callbacks(execute=True):
            send(stranger, target, xml)
        sent.append(values)

    text = page_text(client.get(reverse("forms:round-page", args=[office.code, made.pk])))
    plain = re.sub(r"<[^>]+>|\s+", "", text)
    assert "ตอบแล้ว110/120โรงเรียน" in plain or "ตอบแล้ว110จาก120โรงเรียน" in plain
    for target in targets[ANSWERED:]:
        assert target.school
        assert target.school.name in text
    figures = results_of(made, on=DAY)
    assert figures.n == ANSWERED
    by_hand = ranked(asked, sent)
    for aspect in figures.aspects:
        rows = [(one.item.path, one.figures) for one in aspect.items if isinstance(one.figures, Needed)]
        if not rows:
            continue
        for path, needed in rows:
            exact = next(index for index, key in by_hand[aspect.aspect.path] if key == path)
            assert needed.pni is not None
            assert abs(Fraction(needed.pni) - exact) < Fraction(1, 10**9)
        place = {
            key: sum(index > own for index, _ in by_hand[aspect.aspect.path]) + 1
            for own, key in by_hand[aspect.aspect.path]
        }
        assert {path: needed.rank for path, needed in rows} == place
    shown = page_text(client.get(reverse("forms:round-results", args=[office.code, made.pk])))
    best = max(row for rows in by_hand.values() for row in rows)
    label = next(item.label for item in asked.duals if item.path == best[1])
    assert label in shown
    for task in tasks:
        task.refresh_from_db()
        assert task.is_met, f"{task.title}: {task.done}/{task.target}"


def test_the_text_for_line_names_who_is_missing_by_cluster(
    client: Client, office: Office, asked: Asked, schools: list[School], supervisor: User
) -> None:
    client.force_login(supervisor)
    made = post_round(client, office, asked.version)
    RoundTarget.objects.filter(round=made, school__in=schools[:ANSWERED]).update(has_answered=True)
    response = client.get(reverse("forms:round-page", args=[office.code, made.pk]))
    line = response.context["line"].text
    for school in schools[ANSWERED:]:
        assert school.name in line
        assert school.cluster
        assert school.cluster.name in line
    assert schools[0].name not in line
    assert "openExternalBrowser=1" in line
    places = [
        line.index(cluster)
        for cluster in sorted({school.cluster.name for school in schools[ANSWERED:] if school.cluster})
    ]
    assert places == sorted(places)


def test_an_evaluation_has_alpha_and_bands_and_reads_well(
    client: Client, office: Office, supervision: Unit, maker: Member, supervisor: User, schools: list[School]
) -> None:
    version = published("internal_supervision_eval", maker, supervision)
    client.force_login(supervisor)
    made = post_round(client, office, version, use="evaluate")
    definition = compiled(version).definition
    ratings = [item for item in instrument_of(version).items if item.role == Role.RATING]
    assert ratings
    chance = random.Random(7)  # noqa: S311  the same each time
    for target in RoundTarget.objects.filter(round=made).select_related("school", "office")[:30]:
        assert target.school
        answers: Answers = dict(valid(definition, seed=chance.randrange(10**6)))
        answers["heading/school"] = target.school.smis_code
        level = chance.randint(3, 5)
        answers.update({item.path: str(max(1, level - chance.randint(0, 1))) for item in ratings})
        send(Client(), target, filled(version, answers))
    figures = results_of(made, on=DAY)
    assert figures.alphas
    assert figures.alphas[0].value is not None
    assert isinstance(figures.overall, Rated)
    assert figures.overall.band
    page = page_text(client.get(reverse("forms:round-results", args=[office.code, made.pk])))
    assert figures.overall.band in page
    assert figures.scheme_words in page
    summary = page_text(client.get(reverse("forms:round-summary", args=[office.code, made.pk])))
    assert figures.overall.band in summary
    assert not re.search(
        r"None|\{|\}|  \.", summary.partition("<main")[2].partition("</main")[0].replace("{{", "")
    )
