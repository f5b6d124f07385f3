"""Where all registers are opened from."""

from django.urls import path

from nithet.registers.generic.views import register_home

app_name = "registers"
urlpatterns = [path("registers/", register_home, name="home")]
