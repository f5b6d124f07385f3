"""A round whose result the member sees, with its blocks by their keys."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.http import Http404

from nithet.forms import access
from nithet.forms.models import Round
from nithet.forms.queries.response import response_counts
from nithet.forms.queries.results import RoundResults
from nithet.forms.queries.rounds import properties_of, state_of
from nithet.forms.results.comparing import Comparison
from nithet.forms.results.crossing import crossed_items
from nithet.forms.results.shapes import InstrumentItem, Property
from nithet.forms.results.showing.blocks import Block, Part
from nithet.forms.results.showing.compared import compared_part
from nithet.forms.results.showing.crossed import cross_block
from nithet.forms.results.showing.questions import item_block
from nithet.forms.results.showing.report import parts
from nithet.forms.results.showing.response import Asked, asked_of, response_part
from nithet.forms.views.results.shown import address_of_answers
from nithet.forms.views.rounds.finding import round_or_404
from nithet.offices.members import MemberRequest


class Found(RoundResults):
    """`at` is where the answers behind a figure are opened."""

    def __init__(self, request: MemberRequest, pk: UUID) -> None:
        round_ = round_or_404(request, pk)
        access.can_see_results(request.member, round_).or_refuse()
        super().__init__(round_, on=request.member.on)
        self.member = request.member
        self.at = address_of_answers(request.member, round_)

    @property
    def state(self) -> tuple[str, str]:
        return state_of(self.round, on=self.on)

    @cached_property
    def response(self) -> Part:
        if self.round.audience == Round.Audience.PUBLIC:
            return Part("response", "")
        known = properties_of(self.round) or (Property("", "ผู้ที่ขอข้อมูล"),)
        return response_part(response_counts(access.visible_targets(self.member, self.round), known))

    @property
    def asked(self) -> Asked | None:
        """How many were asked and have answered."""
        return asked_of(self.response)

    def parts(self) -> list[Part]:
        """As the page shows them; nothing of answers that may not be shown."""
        return [part for part in (self.response, *parts(self.results, self.at)) if part.blocks]

    @cached_property
    def comparison(self) -> Comparison | None:
        """Only where the member sees the result of the round before as well."""
        return super().comparison if self._sees_before else None

    @property
    def _sees_before(self) -> bool:
        before = self.round.before
        return before is not None and bool(access.can_see_results(self.member, before))

    @property
    def can_compare(self) -> bool:
        before = self.round.before
        is_named = before is not None and not before.is_anonymous and not self.round.is_anonymous
        return is_named and self._sees_before and bool(self.results.n)

    def compared(self) -> Part | None:
        """With the round before."""
        if self.comparison is None or self.round.before is None:
            return None
        return compared_part(self.comparison, self.round.before.title)

    @property
    def crossed(self) -> tuple[InstrumentItem, ...]:
        return crossed_items(self.instrument)

    def crossing(self, path: str, code: str) -> Block | None:
        found = self.cross(path, code)
        return None if found is None else cross_block(found)

    def block(self, key: str) -> Block:
        kind, _, path = key.partition(":")
        if kind == "item" and (one := self.results.result(path)):
            return item_block(one, self.results, self.at)
        code, _, path = path.partition(":")
        if kind == "cross" and (block := self.crossing(path, code)):
            return block
        compared = self.compared() if kind == "compared" else None
        for part in [compared] if compared else self.parts():
            for block in part.blocks:
                if block.key == key:
                    return block
        raise Http404
