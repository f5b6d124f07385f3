"""Lists of schools: what they are called, where they lie, and how many pupils they have."""

from nithet.offices.imports.schools.kind import SchoolsKind

__all__ = ["SchoolsKind"]
