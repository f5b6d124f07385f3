from django.urls import path

from nithet.registers.generic.urls import urls_of
from nithet.registers.partners import views
from nithet.registers.partners.agencies import AGENCIES
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.joint_works import JOINT_WORKS

app_name = "partners"
urlpatterns = [
    path("joint-works/hours/", views.joint_hours, name="hours"),
    path("cooperations/<uuid:pk>/contact/", views.cooperation_contact, name="cooperation-contact"),
    *urls_of(AGENCIES, "agencies/"),
    *urls_of(COOPERATIONS, "cooperations/"),
    *urls_of(JOINT_WORKS, "joint-works/"),
]
