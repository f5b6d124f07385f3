"""The description of a round's entity sets as CSDL 4.0 (XML), with the words of the form as annotations."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml.builder import ElementMaker

from nithet.forms.odata.columns import Column, EntitySet, Type

NAMESPACE = "nithet"
CONTAINER = "Round"
_EDMX, _EDM = ("http://docs.oasis-open.org/odata/ns/edmx", "http://docs.oasis-open.org/odata/ns/edm")
_TERMS = "Org.OData.Core.V1"
_TERMS_AT = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"
_X = ElementMaker(namespace=_EDMX, nsmap={"edmx": _EDMX})
_E = ElementMaker(namespace=_EDM, nsmap={None: _EDM})


def written(sets: Iterable[EntitySet]) -> bytes:
    known = list(sets)
    container = _E.EntityContainer(*(_set(one) for one in known), Name=CONTAINER)
    schema = _E.Schema(*(_type(one) for one in known), container, Namespace=NAMESPACE)
    terms = _X.Reference(_X.Include(Namespace=_TERMS, Alias="Core"), Uri=_TERMS_AT)
    whole = _X.Edmx(terms, _X.DataServices(schema), Version="4.0")
    return bytes(etree.tostring(whole, xml_declaration=True, encoding="utf-8"))


def _set(one: EntitySet) -> etree._Element:
    return _E.EntitySet(_said(one.title), Name=one.name, EntityType=f"{NAMESPACE}.{one.type}")


def _type(one: EntitySet) -> etree._Element:
    key = _E.Key(*(_E.PropertyRef(Name=column.name) for column in one.keys))
    return _E.EntityType(key, *(_property(column) for column in one.columns), Name=one.type)


def _property(column: Column) -> etree._Element:
    facts = {"Nullable": "false"} if column.is_key else {}
    if column.type == Type.MOMENT:
        facts["Precision"] = "6"
    return _E.Property(_said(column.label), Name=column.name, Type=column.type.value, **facts)


def _said(words: str) -> etree._Element:
    return _E.Annotation(Term="Core.Description", String=_plain(words))


def _plain(words: str) -> str:
    """Without what XML cannot hold."""
    return "".join(letter for letter in words if letter.isprintable())
