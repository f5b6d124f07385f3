"""Lists of other systems come in: a file is read, checked against what is known, shown, and stored when a person says so."""


def declare_kinds() -> None:
    """The lists of offices, and the jobs that check and store them. Called when Django starts."""
    from nithet.offices.imports import checking, storing  # noqa: F401, PLC0415
    from nithet.offices.imports.appointments import AppointmentsKind  # noqa: PLC0415
    from nithet.offices.imports.people import PeopleKind  # noqa: PLC0415
    from nithet.offices.imports.registry import register  # noqa: PLC0415
    from nithet.offices.imports.schools import SchoolsKind  # noqa: PLC0415

    for kind in (SchoolsKind(), PeopleKind(), AppointmentsKind()):
        register(kind)
