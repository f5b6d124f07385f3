"""Actions: what each verb of a step opens, asks for and counts (`docs/adding/action.md`)."""

from nithet.cycles.actions.contract import Action, Shown, Tally
from nithet.cycles.actions.own import Operate, Propose, SignedFile, WorkLog

__all__ = ["Action", "Operate", "Propose", "Shown", "SignedFile", "Tally", "WorkLog"]
