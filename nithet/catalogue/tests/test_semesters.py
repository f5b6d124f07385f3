"""The default table of semesters is that of the regulation."""

from nithet.catalogue.loader import load_semesters
from nithet.thai.calendar import standard_semesters


def test_the_defaults_are_the_days_of_the_regulation() -> None:
    standard = [semester for year in range(2568, 2572) for semester in standard_semesters(year)]
    shipped = [(s.academic_year_be, s.number, s.starts_on, s.ends_on) for s in load_semesters()]
    assert shipped == [(s.academic_year_be, s.number, s.starts_on, s.ends_on) for s in standard]


def test_each_says_where_it_comes_from() -> None:
    assert all("2549" in semester.source for semester in load_semesters())
