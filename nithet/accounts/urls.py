from django.urls import path

from nithet.accounts.views import door, mine, slips

app_name = "accounts"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("first/", slips.slip_code, name="slip-code"),
    path("first/<text:code>/", slips.slip, name="slip"),
    path("sessions/", mine.session_list, name="sessions"),
]
