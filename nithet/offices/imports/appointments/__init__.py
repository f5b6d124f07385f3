"""Lists of appointments: who serves where in which capacity, by which order, since when."""

from nithet.offices.imports.appointments.kind import AppointmentsKind

__all__ = ["AppointmentsKind"]
