"""What is typed and chosen on the pages of the year."""

from nithet.cycles.forms.answers import ResponsibleForm, WindowForm
from nithet.cycles.forms.deciding import DirectForm, GiveForm, ReturnForm, RouteForm, SubmitForm
from nithet.cycles.forms.duties import DutyEndForm, DutyForm, OrderForm
from nithet.cycles.forms.evidence import LinkForm
from nithet.cycles.forms.handing_over import HandOverForm
from nithet.cycles.forms.standards import JudgeForm
from nithet.cycles.forms.timing import MoveForm
from nithet.cycles.forms.year import (
    AssignForm,
    AttachForm,
    ChartFilter,
    NoteForm,
    StartYearForm,
)

__all__ = [
    "AssignForm",
    "AttachForm",
    "ChartFilter",
    "DirectForm",
    "DutyEndForm",
    "DutyForm",
    "GiveForm",
    "HandOverForm",
    "JudgeForm",
    "LinkForm",
    "MoveForm",
    "NoteForm",
    "OrderForm",
    "ResponsibleForm",
    "ReturnForm",
    "RouteForm",
    "StartYearForm",
    "SubmitForm",
    "WindowForm",
]
