"""Two devices at the same moment, and any order of what happens to answers: what counts is always right."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from threading import Barrier, Event, Thread

import pytest
from django.db import connection
from django.db.models import F

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.forms.asked import Asked
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.services import anonymity
from nithet.forms.services import answering as answering_services
from nithet.forms.services.answering import receive_answer
from nithet.forms.services.deciding import return_submission, take_back_decision, void_submission
from nithet.forms.services.editing import replace_answers
from nithet.forms.services.rounds import closing, reminding
from nithet.forms.services.rounds import targets as targeting
from nithet.forms.services.rounds.closing import choose_answer, take_in
from nithet.forms.tests.filling_kit import xml_of
from nithet.forms.tests.rounds_kit import make_round, open_round
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import as_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("friday")]
TIMES, ACTS = 4, 60
Standing = RoundAnswer.Standing


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the name of the refusal. Anything else is a failure of the test."""
    start, told = Barrier(len(acts)), [""] * len(acts)

    def press(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
            told[place] = "done"
        except DomainError as refusal:
            told[place] = type(refusal).__name__
        except Exception as error:  # noqa: BLE001  told by the assertion, with its words
            told[place] = repr(error)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def answering(asked: Asked, xml: str) -> Callable[[], object]:
    return lambda: receive_answer(asked, xml=xml.encode(), files={}, at=now())


@pytest.mark.parametrize("_time", range(TIMES))
def test_of_two_devices_one_counts_and_the_other_is_kept(
    version: FormVersion, school: School, _time: int
) -> None:
    round_ = make_round(version)
    (target,) = open_round(round_, [school])
    asked = Asked(round_, target)
    told = at_once(*(answering(asked, xml_of(school.smis_code)) for _ in range(3)))
    assert told == ["done"] * 3
    standings = sorted(RoundAnswer.objects.values_list("standing", flat=True))
    assert standings == [Standing.AGAIN, Standing.AGAIN, Standing.COUNTED]


@pytest.mark.parametrize("_time", range(TIMES))
def test_the_same_answer_from_two_windows_is_one(version: FormVersion, school: School, _time: int) -> None:
    round_ = make_round(version)
    (target,) = open_round(round_, [school])
    act = answering(Asked(round_, target), xml_of(school.smis_code))
    assert at_once(act, act, act) == ["done"] * 3
    assert list(RoundAnswer.objects.values_list("standing", flat=True)) == [Standing.COUNTED]


@pytest.mark.parametrize("_time", range(TIMES))
def test_of_two_unnamed_answers_of_one_only_one_is_stored(
    version: FormVersion, school: School, _time: int
) -> None:
    round_ = make_round(version, is_anonymous=True)
    (target,) = open_round(round_, [school])
    told = at_once(*(answering(Asked(round_, target), xml_of()) for _ in range(2)))
    assert sorted(told) == ["AnsweredAlreadyError", "done"]
    assert (Submission.objects.count(), RoundAnswer.objects.count()) == (1, 1)


# While others hold the round


def between(monkeypatch: pytest.MonkeyPatch, module: object, name: str, other: object, then: str) -> None:
    """The answer waits after its first step until the other has begun, which begins only then."""
    begun, held = Event(), Event()
    first, hold = getattr(module, name), getattr(other, then)

    def after_first(*facts: object) -> object:
        done = first(*facts)
        begun.set()
        held.wait(1)
        time.sleep(0.1)
        return done

    def hold_then(*facts: object) -> object:
        begun.wait(5)
        done = hold(*facts)
        held.set()
        return done

    monkeypatch.setattr(module, name, after_first)
    monkeypatch.setattr(other, then, hold_then)


@pytest.mark.parametrize("act", ["remind", "excuse"])
def test_nobody_who_answers_waits_for_who_reminds_or_excuses(
    version: FormVersion,
    school: School,
    head: User,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    act: str,
) -> None:
    """An answer marks its target and then points at the round; they hold the round and then change the target."""
    round_ = make_round(version)
    target = RoundTarget.objects.select_related("round", "school").get(pk=open_round(round_, [school])[0].pk)
    me = as_member(head, office)
    acts = {
        "remind": (reminding, lambda: reminding.remind(round_, by=me)),
        "excuse": (targeting, lambda: targeting.excuse(target, why="เลิก", by=me)),
    }
    module, other = acts[act]
    if connection.features.has_select_for_update:
        between(monkeypatch, answering_services, "_is_first", module, "hold_round")
    told = at_once(answering(Asked(round_, target), xml_of(school.smis_code)), other)
    assert told == ["done", "done"]
    answer = RoundAnswer.objects.get()
    target.refresh_from_db()
    assert target.has_answered == (answer.standing == Standing.COUNTED)


def test_of_an_anonymous_round_no_answer_is_stored_once_it_is_closed(
    version: FormVersion, school: School, head: User, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = make_round(version, is_anonymous=True)
    (target,) = open_round(round_, [school])
    me, seen = as_member(head, office), []
    if connection.features.has_select_for_update:
        between(monkeypatch, anonymity, "_mark", closing, "_close")

    def close() -> None:
        closing.close_round(Round.objects.get(), why="ครบแล้ว", by=me)
        seen.append(Submission.objects.count())

    told = at_once(answering(Asked(round_, target), xml_of()), close)
    assert told[1] == "done"
    assert seen == [Submission.objects.count()], "what the figures were made of is all there is"


# Whatever happens in whatever order


class Life:
    """A round with two targets, to which things happen; the database is asked what is true of it afterwards."""

    def __init__(self, round_: Round, targets: list[RoundTarget], by: Member, seed: int) -> None:
        self.round, self.targets, self.by, self.drawn = round_, targets, by, random.Random(seed)  # noqa: S311  a test
        self.changes: dict[object, int] = {}

    def live(self) -> None:
        acts = [self.answer, self.answer, self.edit, self.void, self.take_back, self.send_back, self.choose,
                self.take, self.close]  # fmt: skip
        for _ in range(ACTS):
            try:
                self.drawn.choice(acts)()
            except DomainError:
                continue
            finally:
                self.check()

    def answer(self) -> None:
        target = RoundTarget.objects.get(pk=self.drawn.choice(self.targets).pk)
        code = target.school.smis_code if target.school else ""
        receive_answer(Asked(Round.objects.get(), target), xml=xml_of(code).encode(), files={}, at=now())

    def some(self) -> Submission:
        keys = list(Submission.objects.order_by("pk").values_list("pk", flat=True))
        rows = Submission.objects.select_related("form__unit", "version__form", "person", "sent_by")
        return rows.get(pk=self.drawn.choice(keys)) if keys else self.none()

    @staticmethod
    def none() -> Submission:
        raise DomainError

    def edit(self) -> None:
        before = self.some()
        head = f"<deprecatedID>{before.instance_id}</deprecatedID></meta>"
        # The name that its XML says now, not the first one.
        current = bytes(before.xml).decode().split("<instanceID>")[1].partition("<")[0]
        xml = xml_of(topic=f"{self.drawn.random()}").replace(
            "</meta>", head.replace(before.instance_id, current)
        )
        replace_answers(before, xml=xml.encode(), files={}, by=self.by, at=now())

    def void(self) -> None:
        void_submission(self.some(), why="ซ้ำ", by=self.by)

    def take_back(self) -> None:
        take_back_decision(self.some(), by=self.by)

    def send_back(self) -> None:
        return_submission(self.some(), why="แก้ไข", by=self.by)

    def answered(self, standing: str) -> RoundAnswer:
        keys = list(RoundAnswer.objects.filter(standing=standing).order_by("pk").values_list("pk", flat=True))
        if not keys:
            raise DomainError
        return RoundAnswer.objects.select_related("round__unit", "submission", "target").get(
            pk=self.drawn.choice(keys)
        )

    def choose(self) -> None:
        choose_answer(self.answered(Standing.AGAIN), by=self.by)

    def take(self) -> None:
        take_in(self.answered(Standing.LATE), why="ส่งทางโทรสารไว้ก่อน", by=self.by)

    def close(self) -> None:
        Round.objects.update(state=self.drawn.choice(["open", "open", "closed"]))

    def check(self) -> None:
        for target in RoundTarget.objects.all():
            counted = RoundAnswer.objects.filter(target=target, standing=Standing.COUNTED)
            assert counted.count() <= 1
            assert target.has_answered == counted.exists()
            assert (target.answered_at is None) == (not target.has_answered)
        void = RoundAnswer.objects.filter(submission__state="void")
        assert not void.exclude(standing=Standing.OUT).exists()
        lost = RoundAnswer.objects.filter(standing=Standing.OUT).exclude(submission__state="void")
        assert not lost.exists()
        for answer in RoundAnswer.objects.annotate(edits=F("submission__revision")):
            assert answer.change >= max(self.changes.get(answer.pk, 1), 1 + answer.edits)
            self.changes[answer.pk] = answer.change


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_to_answers_what_counts_is_right(
    version: FormVersion, school: School, small_school: School, head: User, office: Office, seed: int
) -> None:
    round_ = make_round(version)
    targets = open_round(round_, [school, small_school])
    Life(round_, targets, as_member(head, office), seed).live()
    assert RoundAnswer.objects.count() > 3
