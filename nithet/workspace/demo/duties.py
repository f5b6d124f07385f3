"""The order of duties of the demo's year: who leads, who is in charge and who joins in, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from nithet.catalogue.loader import load_procedures
from nithet.core.clock import today
from nithet.cycles.models import Duty
from nithet.cycles.queries import charged_procedures
from nithet.cycles.services.duties import Charge, Given, OrderFacts, give_duties, record_order
from nithet.offices.members import Member
from nithet.offices.models import Cluster, Office, Person, School
from nithet.thai.calendar import fiscal_year_span
from nithet.thai.dates import format_date, to_be
from nithet.workspace.demo import own_manual
from nithet.workspace.demo.papers import paper
from nithet.workspace.demo.seats import SUPERVISORS, numbered

NUMBER = 215
LEAD, MAIN, JOINT = Duty.Part.LEAD, Duty.Part.MAIN, Duty.Part.JOINT
WEST, EAST = range(4), range(4, 8)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the order. `clusters` and `schools` are places in the lists of the office; without any it is everywhere."""

    procedure: str
    part: Duty.Part
    account: str
    clusters: Sequence[int] = ()
    schools: Sequence[int] = ()


def _of_own_cluster() -> Iterator[Told]:
    """Each supervisor in the cluster that they look after (`invention`): one is in charge of it, the others join in."""
    for place in range(len(SUPERVISORS)):
        part = MAIN if place < len(EAST) + len(WEST) else JOINT
        yield Told("school-supervision", part, numbered("supervisor", place), (place % 8,))


# One in charge everywhere gets the work of the year; where several are, each takes up their own.
ORDER: tuple[Told, ...] = (
    Told("media-promotion", LEAD, "section"),
    Told("media-promotion", MAIN, "supervisor", (0, 1, 2)),
    Told("media-promotion", MAIN, "supervisor2", (3, 4, 5)),
    Told("media-promotion", MAIN, "supervisor3", (6, 7)),
    Told("media-research", LEAD, "section"),
    Told("media-research", MAIN, "supervisor", WEST),
    Told("media-research", MAIN, "supervisor5", EAST),
    Told("media-research", JOINT, "supervisor4", schools=(3, 19)),
    Told("school-supervision", LEAD, "head"),
    *_of_own_cluster(),
    Told("curriculum-english-scouts", MAIN, "supervisor4"),
    Told("curriculum-english-scouts", JOINT, "supervisor6", WEST),
    Told("sufficiency-schools", MAIN, "supervisor8"),
    Told("sufficiency-schools", JOINT, "supervisor10", schools=(0, 16, 32)),
    Told("supervision-network", LEAD, "head"),
    Told("supervision-network", MAIN, "supervisor9", WEST),
    Told("supervision-network", MAIN, "supervisor12", EAST),
    Told("supervision-network", JOINT, "supervisor11"),
    Told("joint-work", MAIN, "supervisor"),
    Told("joint-work", MAIN, "supervisor5"),
    Told(own_manual.TITLE, LEAD, "supervisor9"),
    Told(own_manual.TITLE, MAIN, "supervisor9", WEST),
    Told(own_manual.TITLE, MAIN, "supervisor10", EAST),
    Told("media-centre", MAIN, "computer"),
    Told("media-centre", JOINT, "computer2"),
    Told("media-training", LEAD, "head2"),
    Told("media-training", MAIN, "computer", WEST),
    Told("media-training", MAIN, "computer2", EAST),
    Told("media-monitoring", MAIN, "computer", WEST),
    Told("media-monitoring", MAIN, "computer3", EAST),
    Told("satellite-learning", LEAD, "head2"),
    Told("satellite-learning", MAIN, "computer", (0, 1, 2)),
    Told("satellite-learning", MAIN, "computer2", (3, 4, 5)),
    Told("satellite-learning", MAIN, "computer3", (6, 7)),
    Told("network-learning", MAIN, "computer", WEST),
    Told("network-learning", MAIN, "computer2", EAST),
    Told("information-system", MAIN, "computer2"),
    Told("information-system", JOINT, "computer3"),
    Told("office-website", MAIN, "computer3"),
    Told("office-website", JOINT, "computer"),
)


def give_order(office: Office, fiscal_year_be: int, *, by: Member) -> int:
    """Record the signed order and its annex; how many duties it gives."""
    first, last = fiscal_year_span(fiscal_year_be)
    on = today()
    title = f"มอบหมายผู้รับผิดชอบงานตามคู่มือการปฏิบัติงาน ประจำปีงบประมาณ พ.ศ. {fiscal_year_be}"
    facts = OrderFacts(f"{NUMBER}/{to_be(on.year)}", on, title, first, last)
    order = record_order(office, facts, upload=_copy(office, facts), by=by)
    return give_duties(order, list(_given(office, first, last)), by=by)["new"]


def _copy(office: Office, facts: OrderFacts) -> SimpleUploadedFile:
    lines = [
        f"คำสั่ง{office.name}", f"ที่ {facts.number}", f"เรื่อง {facts.title}", f"สั่ง ณ วันที่ {format_date(facts.on)}"
    ]  # fmt: skip
    return paper("pdf", f"คำสั่งที่ {facts.number}".replace("/", "-"), lines)


def _given(office: Office, first: date, last: date) -> Iterator[Given]:
    charges, people = _charges(office), _people(office)
    clusters = list(Cluster.objects.filter(office=office).order_by("position"))
    schools = list(School.objects.filter(office=office).active(on=first).order_by("smis_code"))
    for told in ORDER:
        facts = (people[told.account], charges[told.procedure], told.part, first, last)
        if not told.clusters and not told.schools:
            yield Given(*facts)
        yield from (Given(*facts, cluster=clusters[place]) for place in told.clusters)
        yield from (Given(*facts, school=schools[place]) for place in told.schools)


def _charges(office: Office) -> dict[str, Charge]:
    """By the code of the catalogue, or by its title."""
    codes = {told.title: told.code for told in load_procedures()}
    return {codes.get(p.title, p.title): Charge.of(p) for p in charged_procedures(office)}


def _people(office: Office) -> Mapping[str, Person]:
    people = Person.objects.filter(office=office, user__isnull=False).select_related("user")
    return {person.user.username: person for person in people if person.user}
