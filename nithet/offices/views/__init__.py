"""The registers of schools and people (ทะเบียน)."""

from nithet.offices.views.appointments import (
    appointment_end,
    appointment_extend,
    appointment_list,
    appointment_page,
    appointment_void,
    person_appoint,
)
from nithet.offices.views.clusters import (
    cluster_add,
    cluster_close,
    cluster_edit,
    cluster_list,
    cluster_page,
    cluster_schools,
)
from nithet.offices.views.leaves import leave_list, leave_void, person_leave
from nithet.offices.views.people import (
    person_add,
    person_edit,
    person_list,
    person_merge,
    person_page,
    person_place,
    person_private,
    person_seniority,
)
from nithet.offices.views.school_acts import (
    count_void,
    school_add,
    school_change,
    school_change_undo,
    school_cluster,
    school_edit,
    school_pupils,
)
from nithet.offices.views.schools import school_list, school_page

__all__ = [
    "appointment_end",
    "appointment_extend",
    "appointment_list",
    "appointment_page",
    "appointment_void",
    "cluster_add",
    "cluster_close",
    "cluster_edit",
    "cluster_list",
    "cluster_page",
    "cluster_schools",
    "count_void",
    "leave_list",
    "leave_void",
    "person_add",
    "person_appoint",
    "person_edit",
    "person_leave",
    "person_list",
    "person_merge",
    "person_page",
    "person_place",
    "person_private",
    "person_seniority",
    "school_add",
    "school_change",
    "school_change_undo",
    "school_cluster",
    "school_edit",
    "school_list",
    "school_page",
    "school_pupils",
]
