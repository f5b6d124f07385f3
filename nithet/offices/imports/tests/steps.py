"""The steps of an import as a person takes them, through HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from nithet.core import jobs
from nithet.offices.imports.tests import layouts
from nithet.offices.models import Import, ImportProblem


@dataclass
class Road:
    client: Client
    office: str = "satit1"
    pk: UUID = field(default=UUID(int=0))

    def url(self, name: str) -> str:
        return reverse(f"offices:import-{name}", args=[self.office, self.pk])

    def send(self, kind: str, name: str, content: bytes) -> Any:
        """A file is chosen and sent; where it is taken, `pk` is its import."""
        return self._sent({"kind": kind, "file": layouts.upload(name, content)})

    def paste(self, kind: str, text: str) -> Any:
        return self._sent({"kind": kind, "text": text})

    def _sent(self, given: Mapping[str, Any]) -> Any:
        response = self.client.post(reverse("offices:import-new", args=[self.office]), given)
        if response.status_code == 302:
            self.pk = UUID(response.headers["Location"].split("/")[-3])
        return response

    def columns(self) -> Any:
        return self.client.get(self.url("columns"))

    def match(self, chosen: Mapping[str, str] | None = None, **options: str) -> Any:
        """The columns as proposed, but for those chosen by their headings."""
        form = self.columns().context["form"]
        given = {}
        for row in form.rows():
            given[row.field.html_name] = (chosen or {}).get(row.heading, row.field.value() or "")
        return self.client.post(self.url("columns"), given | options)

    def page(self, **asked: str) -> Any:
        return self.client.get(self.url("page"), asked)

    def to_preview(
        self, kind: str, name: str, content: bytes, chosen: Mapping[str, str] | None = None, **options: str
    ) -> Any:
        sent = self.send(kind, name, content)
        assert sent.status_code == 302, sent.context["form"].errors
        matched = self.match(chosen, **{"on": "20 พ.ย. 2569", **options})
        assert matched.status_code == 302, matched.context["form"].errors
        jobs.run_queued()
        return self.page()

    def store(self, **given: str) -> Any:
        response = self.client.post(self.url("store"), given)
        jobs.run_queued()
        return response

    def bring_in(
        self, kind: str, name: str, content: bytes, chosen: Mapping[str, str] | None = None, **options: str
    ) -> None:
        """All steps; every row must be taken."""
        self.to_preview(kind, name, content, chosen, **options)
        counts = self.source.counts
        assert not counts.get("bad"), self.problems()
        assert not counts.get("doubt"), self.problems()
        self.store()
        assert self.source.state == Import.State.DONE, self.source.error

    def choose(self, row: int, choice: str) -> Any:
        problem = ImportProblem.objects.filter(source=self.pk, row=row, weight="doubt").first()
        assert problem is not None
        return self.client.post(self.url("choose"), {f"choice-{problem.pk}": choice})

    def choose_for_all(self, choice: str) -> Any:
        return self.client.post(self.url("choose"), {"all": choice})

    @property
    def source(self) -> Import:
        return Import.objects.select_related("file", "job").get(pk=self.pk)

    def problems(self, weight: str = "") -> list[tuple[int, str]]:
        """Rows of the preview with what is said about them."""
        rows = ImportProblem.objects.filter(source=self.pk).order_by("row", "pk")
        rows = rows.filter(weight=weight) if weight else rows
        return [(row.row, row.why) for row in rows]


def content_of(response: Any) -> bytes:
    """The file that a response gives out."""
    return b"".join(response.streaming_content)
