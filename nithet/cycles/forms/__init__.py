"""What is typed and chosen on the pages of the year."""

from nithet.cycles.forms.answers import ResponsibleForm, WindowForm
from nithet.cycles.forms.duties import DutyEndForm, DutyForm, OrderForm
from nithet.cycles.forms.handing_over import HandOverForm
from nithet.cycles.forms.standards import JudgeForm
from nithet.cycles.forms.year import (
    AssignForm,
    AttachForm,
    ChartFilter,
    NoteForm,
    OpinionForm,
    StartYearForm,
    SubmitForm,
)

__all__ = [
    "AssignForm",
    "AttachForm",
    "ChartFilter",
    "DutyEndForm",
    "DutyForm",
    "HandOverForm",
    "JudgeForm",
    "NoteForm",
    "OpinionForm",
    "OrderForm",
    "ResponsibleForm",
    "StartYearForm",
    "SubmitForm",
    "WindowForm",
]
