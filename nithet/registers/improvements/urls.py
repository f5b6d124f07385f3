from nithet.registers.generic.urls import urls_of
from nithet.registers.improvements.register import BOOKS

app_name = "improvements"
urlpatterns = urls_of(BOOKS[0], "improvements/")
