"""Lists of personnel: who there is, in which position, and where."""

from nithet.offices.imports.people.kind import PeopleKind

__all__ = ["PeopleKind"]
