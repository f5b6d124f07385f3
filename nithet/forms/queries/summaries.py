"""The result of a round in words, as its page shows them: composed of the figures, or as somebody has changed them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from nithet.forms.models import Round, RoundSummary
from nithet.forms.queries.results import RoundResults
from nithet.forms.queries.round_texts import COUNTED
from nithet.forms.results.showing.response import Asked
from nithet.forms.results.telling.composing import as_text, summary
from nithet.forms.results.telling.marks import Piece, Response, filled, marks_of, pieces, unknown_marks


@dataclass
class Summary:
    """`asked`: how many were asked and have answered; None of the public."""

    found: RoundResults
    asked: Asked | None

    @property
    def round(self) -> Round:
        return self.found.round

    @cached_property
    def kept(self) -> RoundSummary | None:
        """What somebody has written. One query."""
        return RoundSummary.objects.filter(round=self.round).select_related("changed_by").first()

    @property
    def is_own(self) -> bool:
        return self.kept is not None and bool(self.kept.text)

    @property
    def revision(self) -> int:
        return self.kept.revision if self.kept else 0

    @cached_property
    def response(self) -> Response | None:
        if self.asked is None:
            return None
        return Response(self.asked.asked, self.asked.answered, COUNTED[Round.Audience(self.round.audience)])

    @cached_property
    def marks(self) -> dict[str, str]:
        return marks_of(self.found.results, self.response, self.found.comparison)

    @cached_property
    def text(self) -> str:
        """With marks in place of figures."""
        if self.kept is not None and self.kept.text:
            return self.kept.text
        return as_text(summary(self.found.results, self.response, self.found.comparison))

    @property
    def paragraphs(self) -> list[tuple[Piece, ...]]:
        return [pieces(line, self.marks) for line in self.text.splitlines() if line.strip()]

    @property
    def plain(self) -> str:
        """As it is copied into a report."""
        lines = (line.strip() for line in self.text.splitlines())
        return "\n\n".join(filled(line, self.marks) for line in lines if line)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Marks that have lost their figure, such as those of a question that is hidden now."""
        return unknown_marks(self.text, self.marks)
