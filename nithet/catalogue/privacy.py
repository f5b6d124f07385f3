"""What personal data the product keeps, why and for how long, and what asks for consent. Data: `privacy.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nithet.catalogue.strict import finish, parse_file

GROUNDS = {
    "public_task": "การปฏิบัติหน้าที่เพื่อประโยชน์สาธารณะ",
    "legal_duty": "การปฏิบัติตามกฎหมาย",
}
"""On what ground it is kept (มาตรา 24 ของพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562)."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One kind of personal data. `matter` is the column of the table of rights that says who may see it."""

    code: str
    title: str
    what: str
    purpose: str
    ground: str
    retention: str
    matter: str

    @property
    def ground_words(self) -> str:
        return GROUNDS[self.ground]


@dataclass(frozen=True, slots=True)
class ConsentTemplate:
    """A use that is allowed only by the person's consent, in the words that they agree to."""

    code: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Privacy:
    purposes: tuple[Purpose, ...]
    consents: tuple[ConsentTemplate, ...]


@cache
def load_privacy() -> Privacy:
    fields = parse_file(Path(__file__).parent / "privacy.yaml")
    purposes = tuple(
        Purpose(
            one.text("code"), one.text("title"), one.text("what"), one.text("purpose"),
            one.code("ground", GROUNDS), one.text("retention"), one.text("matter"),
        )
        for one in fields.each("purposes", "ข้อมูลชนิดที่")
    )  # fmt: skip
    consents = tuple(
        ConsentTemplate(one.text("code"), one.text("title"), one.text("words"))
        for one in fields.each("consents", "ความยินยอมที่")
    )
    finish(fields)
    return Privacy(purposes, consents)
