"""Forms, what was filled into them, and the rounds in which they are asked."""

from nithet.forms.models.forms import (
    DraftFile,
    Form,
    FormChange,
    FormDraft,
    FormFile,
    FormKind,
    FormVersion,
)
from nithet.forms.models.rounds import Round, RoundAnswer, RoundSummary, RoundTally, RoundTarget
from nithet.forms.models.submissions import Submission, SubmissionComment, SubmissionEdit, SubmissionFile

__all__ = [
    "DraftFile",
    "Form",
    "FormChange",
    "FormDraft",
    "FormFile",
    "FormKind",
    "FormVersion",
    "Round",
    "RoundAnswer",
    "RoundSummary",
    "RoundTally",
    "RoundTarget",
    "Submission",
    "SubmissionComment",
    "SubmissionEdit",
    "SubmissionFile",
]
