"""What is typed and chosen on the pages of the registers."""

from nithet.offices.forms.appointments import AppointForm, EndForm, ExtendForm, RoleForm
from nithet.offices.forms.clusters import CloseClusterForm, ClusterForm, MoveSchoolsForm, SchoolClusterForm
from nithet.offices.forms.filters import (
    AppointmentFilter,
    DayFilter,
    Filter,
    LeaveFilter,
    PersonFilter,
    SchoolFilter,
    choice_field,
    indented,
    role_choices,
    search_field,
)
from nithet.offices.forms.people import LeaveForm, MergeForm, PersonForm, PlaceForm
from nithet.offices.forms.schools import ChangeForm, ContactForm, CountForm, NewSchoolForm, SchoolForm

__all__ = [
    "AppointForm",
    "AppointmentFilter",
    "ChangeForm",
    "CloseClusterForm",
    "ClusterForm",
    "ContactForm",
    "CountForm",
    "DayFilter",
    "EndForm",
    "ExtendForm",
    "Filter",
    "LeaveFilter",
    "LeaveForm",
    "MergeForm",
    "MoveSchoolsForm",
    "NewSchoolForm",
    "PersonFilter",
    "PersonForm",
    "PlaceForm",
    "RoleForm",
    "SchoolClusterForm",
    "SchoolFilter",
    "SchoolForm",
    "choice_field",
    "indented",
    "role_choices",
    "search_field",
]
