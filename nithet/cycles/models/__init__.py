"""The year: what does happen. A cycle is an office's fiscal year, a run a procedure in it, a task a step in it."""

from nithet.cycles.models.answers import Answer
from nithet.cycles.models.comments import Comment, Mention
from nithet.cycles.models.deciding import Decision, Route, TaskRound
from nithet.cycles.models.duties import Duty, DutyOrder, DutyQuerySet, HandOver
from nithet.cycles.models.evidence import Evidence, Offer, Thumbnail, WebLink, WorkLogEntry
from nithet.cycles.models.kin import TaskLink
from nithet.cycles.models.letters import Letter, LetterAsk
from nithet.cycles.models.policies import PolicyFocus
from nithet.cycles.models.standards import StandardJudgement
from nithet.cycles.models.year import Cycle, Run, Task

__all__ = [
    "Answer",
    "Comment",
    "Cycle",
    "Decision",
    "Duty",
    "DutyOrder",
    "DutyQuerySet",
    "Evidence",
    "HandOver",
    "Letter",
    "LetterAsk",
    "Mention",
    "Offer",
    "PolicyFocus",
    "Route",
    "Run",
    "StandardJudgement",
    "Task",
    "TaskLink",
    "TaskRound",
    "Thumbnail",
    "WebLink",
    "WorkLogEntry",
]
