"""The invented office has enough words, and each says that it is invented."""

from nithet.catalogue.demo import load_demo
from nithet.thai.people import split_title

MADE_UP = (
    *("สมมุติ", "สาธิต", "ตัวอย่าง", "จำลอง", "ทดลอง", "นิทาน", "ในฝัน"),
    *("เรื่องเล่า", "แต่งเอง", "วาดเอง"),
)


def _say_so(names: tuple[str, ...]) -> bool:
    return all(any(word in name for word in MADE_UP) for name in names)


def test_there_are_words_enough_for_an_office() -> None:
    demo = load_demo()
    first = (*demo.people.male, *demo.people.female)
    assert (len(first), len(set(first))) == (80, 80)
    assert (len(demo.people.last_names), len(set(demo.people.last_names))) == (120, 120)
    assert (len(demo.schools), len(set(demo.schools))) == (130, 130)
    assert len(demo.clusters) == 8
    assert len(demo.districts) == 5


def test_every_name_says_that_it_is_invented() -> None:
    demo = load_demo()
    assert _say_so(demo.schools)
    assert _say_so(demo.people.last_names)
    assert _say_so(demo.districts)
    assert _say_so(tuple(cluster.name for cluster in demo.clusters))
    assert _say_so((demo.name, demo.province))
    assert _say_so(tuple(agency.name for agency in demo.agencies))


def test_one_cluster_lies_in_the_highlands() -> None:
    (highland,) = [cluster for cluster in load_demo().clusters if cluster.is_highland]
    assert "พื้นที่สูง" in highland.name


def test_a_first_name_is_not_mistaken_for_a_title() -> None:
    people = load_demo().people
    assert all(split_title(f"{name} ทุ่งสาธิต").first == name for name in (*people.male, *people.female))


def test_every_sector_has_a_partner() -> None:
    assert {agency.sector for agency in load_demo().agencies} == {"state", "local", "private", "community"}
