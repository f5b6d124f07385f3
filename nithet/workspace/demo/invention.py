"""Invents schools and people out of the catalogue's words. Pure: the same seed, the same office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from random import Random

from nithet.catalogue.demo import DemoOffice, DemoPeople, load_demo
from nithet.offices.models import Person, Role
from nithet.workspace.demo.seats import SEATS, Seat

SEED = "nithet-demo"
SCHOOLS_A_CLUSTER = 15
TEACHERS = 600
# Schools of a cluster that share a clerk: one each, or two or three small ones together.
CLERK_TURNS = (1, 2, 1, 3, 1, 2, 1, 2, 2)
# Where the accounts of schools serve, by the school's place in the list.
ACCOUNT_SCHOOL, CHAIR_SCHOOL = 4, 0
# Schools that are no more: the cluster, for how many years, and the place of the school it was merged with.
GONE = ((0, 3, 2), (2, 1, None))
Kind = Person.Kind


@dataclass(frozen=True, slots=True)
class InventedSchool:
    smis_code: str
    name: str
    cluster: int
    district: str
    levels: tuple[str, str]
    pupils: int
    is_highland: bool
    latitude: Decimal
    longitude: Decimal
    elevation_m: int
    pupils_before: int
    # Two are no more, and stay in the register: closed years ago, or merged with the school at that place.
    closed_years_ago: int = 0
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody serves as, `years` years ago or longer; places are codes and places in the lists."""

    role: Role
    position: str
    unit: str = ""
    school: int | None = None
    cluster: int | None = None
    years: int = 1
    order: int | None = None


@dataclass(frozen=True, slots=True)
class InventedPerson:
    title: str
    first_name: str
    last_name: str
    kind: Kind
    standing: str
    seniority: int
    posts: tuple[Post, ...]
    username: str = ""
    position_number: str = ""


@dataclass(frozen=True, slots=True)
class Invention:
    """The whole office as plain data."""

    words: DemoOffice
    schools: tuple[InventedSchool, ...]
    gone: tuple[InventedSchool, ...]
    people: tuple[InventedPerson, ...]


def invent(seed: str = SEED) -> Invention:
    words = load_demo()
    schools = tuple(_schools(words, Random(f"{seed} schools"), Random(f"{seed} places")))  # noqa: S311  invention
    gone = tuple(_gone(words, Random(f"{seed} gone")))  # noqa: S311  invention, not secrecy
    return Invention(words, schools, gone, tuple(_People(words, schools, seed).all()))


def _schools(words: DemoOffice, chance: Random, places: Random) -> Iterator[InventedSchool]:
    for place, cluster in enumerate(words.clusters):
        # The last one too: it is the cluster's large kindergarten school.
        names = (*cluster.schools[: SCHOOLS_A_CLUSTER - 1], cluster.schools[-1])
        for number, name in enumerate(names):
            pupils = _pupils(name, is_highland=cluster.is_highland, chance=chance)
            yield _school(words, place, number, name, pupils, places)


def _gone(words: DemoOffice, chance: Random) -> Iterator[InventedSchool]:
    """Two small schools that are no more, by names that the clusters have left over."""
    for (place, years, into), number in zip(GONE, count(SCHOOLS_A_CLUSTER)):
        name = words.clusters[place].schools[SCHOOLS_A_CLUSTER - 1]
        made = _school(words, place, number, name, chance.randint(12, 28), chance)
        yield replace(made, closed_years_ago=years, merged_into=into)


def _school(
    words: DemoOffice, place: int, number: int, name: str, pupils: int, places: Random
) -> InventedSchool:
    cluster = words.clusters[place]
    height = places.randint(620, 1240) if cluster.is_highland else places.randint(260, 470)
    return InventedSchool(
        # No province has the number 99.
        smis_code=f"99{place + 1:02}{number + 1:04}",
        name=name,
        cluster=place,
        district=cluster.district,
        levels=_levels(name, pupils),
        pupils=pupils,
        is_highland=cluster.is_highland,
        # Each cluster has its part of a valley that is on no map.
        latitude=Decimal(18_200_000 + 90_000 * place + places.randint(0, 80_000)).scaleb(-6),
        longitude=Decimal(98_300_000 + 45_000 * (place % 4) + places.randint(0, 40_000)).scaleb(-6),
        elevation_m=height,
        pupils_before=max(8, pupils + places.randint(-9, 14)),
    )


def _pupils(name: str, *, is_highland: bool, chance: Random) -> int:
    if "อนุบาล" in name:
        return chance.randint(620, 1180)
    if "ชุมชน" in name:
        return chance.randint(260, 540)
    small = chance.random() < (0.7 if is_highland else 0.5)
    return chance.randint(28, 120) if small else chance.randint(121, 320)


def _levels(name: str, pupils: int) -> tuple[str, str]:
    """The lowest and the highest level, as codes of `offices.models.Level`."""
    if "ชุมชน" in name:
        return "k2", "m3"
    return ("k2", "p6") if pupils > 60 else ("k3", "p6")


class _People:
    """Names in a fixed order: the office first, then its schools."""

    def __init__(self, words: DemoOffice, schools: tuple[InventedSchool, ...], seed: str) -> None:
        self.chance = Random(f"{seed} people")  # noqa: S311  invention, not secrecy
        self.words, self.schools = words, schools
        self.names = _names(words.people, self.chance)
        self.numbers = count(101)

    def all(self) -> Iterator[InventedPerson]:
        yield from self._office()
        yield from self._directors()
        yield from self._clerks()
        yield from self._teachers()

    def _person(
        self, kind: Kind, standing: str, seniority: int, *posts: Post, username: str = ""
    ) -> InventedPerson:
        title, first, last = next(self.names)
        # Employees have no number; officials of section 38 ค. (2) are counted with a letter before.
        number = (
            f"{'อ ' if kind == Kind.OFFICIAL else ''}{next(self.numbers)}" if kind != Kind.EMPLOYEE else ""
        )
        return InventedPerson(title, first, last, kind, standing, seniority, posts, username, number)

    def _office(self) -> Iterator[InventedPerson]:
        supervisors = 0
        for seniority, seat in enumerate(SEATS, start=1):
            posts = list(self._seated(seat))
            if seat.role == Role.SUPERVISOR:
                cluster = supervisors % len(self.words.clusters)
                name = self.words.clusters[cluster].name
                posts.append(Post(seat.role, f"ศึกษานิเทศก์ประจำ{name}", cluster=cluster, years=0, order=1))
                supervisors += 1
            yield self._person(seat.kind, seat.standing, seniority, *posts, username=seat.username)

    def _seated(self, seat: Seat) -> Iterator[Post]:
        years, order = self.chance.randint(1, 5), self.chance.randint(60, 480)
        position = seat.position.replace("{office}", self.words.name)
        for unit in seat.units or ("",):
            yield Post(seat.role, position, unit=unit, years=years, order=order)

    def _directors(self) -> Iterator[InventedPerson]:
        chairs = range(0, len(self.schools), SCHOOLS_A_CLUSTER)
        accounts = {ACCOUNT_SCHOOL: "schooldirector", CHAIR_SCHOOL: "chair"}
        for place, school in enumerate(self.schools):
            years = self.chance.randint(1, 6)
            posts = [Post(Role.SCHOOL_DIRECTOR, f"ผู้อำนวยการ{school.name}", school=place, years=years)]
            if place in chairs:
                name = self.words.clusters[school.cluster].name
                posts.append(
                    Post(Role.CLUSTER_CHAIR, f"ประธาน{name}", cluster=school.cluster, years=1, order=2)
                )
            standing = self.chance.choice(("ชำนาญการ", "ชำนาญการพิเศษ", "ชำนาญการพิเศษ"))
            account = accounts.get(place, "")
            yield self._person(Kind.SCHOOL_DIRECTOR, standing, 1, *posts, username=account)

    def _clerks(self) -> Iterator[InventedPerson]:
        place = 0
        while place < len(self.schools):
            for turn in CLERK_TURNS:
                served = range(place, place + turn)
                posts = [
                    Post(Role.SCHOOL_CLERK, "เจ้าหน้าที่ธุรการโรงเรียน", school=one, years=2) for one in served
                ]
                account = "schoolclerk" if ACCOUNT_SCHOOL in served else ""
                yield self._person(Kind.EMPLOYEE, "", 90, *posts, username=account)
                place += turn

    def _teachers(self) -> Iterator[InventedPerson]:
        for place, teachers in enumerate(_teachers_a_school(self.schools)):
            for number in range(teachers):
                position, standing = self.chance.choice(
                    (("ครู", "ชำนาญการ"), ("ครู", "ชำนาญการพิเศษ"), ("ครู", ""), ("ครูผู้ช่วย", ""))
                )
                years = self.chance.randint(1, 9)
                post = Post(Role.TEACHER, f"{position}{standing}", school=place, years=years)
                account = "teacher" if place == ACCOUNT_SCHOOL and number == 0 else ""
                yield self._person(Kind.TEACHER, standing, 2 + number, post, username=account)


def _teachers_a_school(schools: tuple[InventedSchool, ...]) -> list[int]:
    """More for larger schools: a third each of 8, 4 and 3, which makes TEACHERS in all."""
    third = len(schools) // 3
    by_size = sorted(range(len(schools)), key=lambda place: -schools[place].pupils)
    large, middle = set(by_size[:third]), set(by_size[third : 2 * third])
    return [8 if place in large else 4 if place in middle else 3 for place in range(len(schools))]


def _names(words: DemoPeople, chance: Random) -> Iterator[tuple[str, str, str]]:
    """Title, first and last name; no pair of names comes twice."""
    first = [*((name, True) for name in words.male), *((name, False) for name in words.female)]
    pairs = [(name, last) for name in first for last in words.last_names]
    for (name, is_male), last in chance.sample(pairs, len(pairs)):
        yield _title(is_male=is_male, chance=chance), name, last


def _title(*, is_male: bool, chance: Random) -> str:
    if is_male:
        return "ว่าที่ร้อยตรี" if chance.random() < 0.03 else "นาย"
    return chance.choice(("นาง", "นางสาว"))
