"""Words for an invented office: its people, schools and partners. Nothing here names anybody or any place."""

from dataclasses import dataclass
from functools import cache

from nithet.catalogue.loader import HERE
from nithet.catalogue.strict import Fields, finish, parse_file

DEMO = HERE / "demo"
SECTORS = ("state", "local", "private", "community")


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Invented first and last names, to be combined."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    last_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoCluster:
    """A group of schools in one district, with the names of its schools."""

    name: str
    district: str
    is_highland: bool
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """A partner; `sector` is one of SECTORS."""

    name: str
    sector: str


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """The invented office and all its words."""

    name: str
    short_name: str
    province: str
    people: DemoPeople
    clusters: tuple[DemoCluster, ...]
    agencies: tuple[DemoAgency, ...]

    @property
    def districts(self) -> tuple[str, ...]:
        """Its districts, in the order of the clusters."""
        return tuple(dict.fromkeys(cluster.district for cluster in self.clusters))

    @property
    def schools(self) -> tuple[str, ...]:
        return tuple(school for cluster in self.clusters for school in cluster.schools)


@cache
def load_demo() -> DemoOffice:
    """All of it; the same every time, so that a demo can be made again."""
    fields = parse_file(DEMO / "schools.yaml")
    office = fields.inner("office")
    demo = DemoOffice(
        name=office.text("name"),
        short_name=office.text("short_name"),
        province=office.text("province"),
        people=_people(),
        clusters=tuple(_cluster(one) for one in fields.each("clusters", "กลุ่มที่")),
        agencies=_agencies(),
    )
    office.close()
    finish(fields)
    return demo


def _people() -> DemoPeople:
    fields = parse_file(DEMO / "people.yaml")
    first = fields.inner("first_names")
    people = DemoPeople(first.texts("male"), first.texts("female"), fields.texts("last_names"))
    first.close()
    finish(fields)
    return people


def _cluster(fields: Fields) -> DemoCluster:
    return DemoCluster(
        fields.text("name"), fields.text("district"), fields.flag("highland"), fields.texts("schools")
    )


def _agencies() -> tuple[DemoAgency, ...]:
    fields = parse_file(DEMO / "agencies.yaml")
    agencies = tuple(
        DemoAgency(one.text("name"), one.code("sector", SECTORS))
        for one in fields.each("agencies", "หน่วยงานที่")
    )
    finish(fields)
    return agencies
