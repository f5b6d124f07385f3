from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm

from nithet.accounts import demo


class SignInForm(AuthenticationForm):
    """Django's form with our words. Which of the two was wrong is not told."""

    error_messages = {
        "invalid_login": "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง โปรดตรวจสอบแล้วลองอีกครั้ง หากลืมรหัสผ่าน โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
        "inactive": "บัญชีนี้ถูกระงับการใช้งาน โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "ชื่อผู้ใช้"
        self.fields["password"].label = "รหัสผ่าน"
        for name in ("username", "password"):
            self.fields[name].error_messages["required"] = f"โปรดกรอก{self.fields[name].label}"

    def confirm_login_allowed(self, user: Any) -> None:
        """The demo's password is known to everybody: it opens nothing where the demo is off."""
        super().confirm_login_allowed(user)
        if not settings.DEMO and self.cleaned_data.get("password") == demo.PASSWORD:
            raise forms.ValidationError("รหัสผ่านของบัญชีสาธิตใช้กับระบบนี้ไม่ได้ โปรดติดต่อผู้ดูแลระบบของสำนักงาน")
