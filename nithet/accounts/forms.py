"""django-allauth's forms with our words, and those of slips."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password

from nithet.accounts import demo
from nithet.accounts.models import User

OLD, NEW, AGAIN = "รหัสผ่านปัจจุบัน", "รหัสผ่านใหม่", "รหัสผ่านใหม่อีกครั้ง"
LENGTH_HINT = "อย่างน้อย 8 ตัวอักษร ใช้วลีภาษาไทยหรืออังกฤษที่ท่านจำได้คนเดียวก็ได้"
CODE_HINT = "รหัส 6 หลักจากแอปในโทรศัพท์ หรือรหัสสำรอง 8 หลัก"


def in_our_words(form: forms.Form, **labels: str) -> None:
    """Labels in Thai; no English placeholder, no help that the page gives itself."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = f"โปรดกรอก{label}"


class SignInForm(account.LoginForm):
    """By user name or e-mail. Which of the two was wrong is not told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, login="ชื่อผู้ใช้หรืออีเมล", password="รหัสผ่าน")  # noqa: S106  labels
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["remember"].label = "เข้าสู่ระบบค้างไว้ในเครื่องนี้"
        self.fields["remember"].help_text = "อย่าเลือกในเครื่องที่ใช้ร่วมกับผู้อื่น"

    def add_prefix(self, field_name: str) -> str:
        """Browsers and password stores know the field by its usual name."""
        return "username" if field_name == "login" else super().add_prefix(field_name)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.user and (why := get_adapter().why_closed(self.request, self.user)):
            raise forms.ValidationError(why, code="closed")
        # Known to everybody: it opens nothing where the demo is off.
        if self.user and not settings.DEMO and data.get("password") == demo.PASSWORD:
            raise forms.ValidationError("รหัสผ่านของบัญชีสาธิตใช้กับระบบนี้ไม่ได้ โปรดติดต่อผู้ดูแลระบบของสำนักงาน")
        return data


class _NewPassword(forms.Form):
    """Twice the same; comes before allauth's forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, password1=NEW, password2=AGAIN)
        self.fields["password1"].help_text = LENGTH_HINT

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        first, again = data.get("password1"), data.get("password2")
        if first and again and first != again:
            self.errors["password2"] = self.error_class(["รหัสผ่านสองช่องไม่ตรงกัน โปรดพิมพ์ใหม่ทั้งสองช่อง"])
        return data


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, oldpassword=OLD)


class SetPasswordForm(_NewPassword, account.SetPasswordForm):
    """For those who have none yet because they sign in with an account of their office."""


class ResetPasswordForm(_NewPassword, account.ResetPasswordKeyForm):
    """Reached by the link in a mail."""


class ForgottenForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, email="อีเมลที่ผูกกับบัญชี")


class ConfirmForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, password="รหัสผ่าน")  # noqa: S106  a label


class EmailForm(account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, email="อีเมลใหม่")


class _Code(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, code="รหัสยืนยัน")
        self.fields["code"].help_text = CODE_HINT
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeForm(_Code, second_factor.AuthenticateForm):
    """The second step of signing in."""


class ConfirmByCodeForm(_Code, second_factor.ReauthenticateForm):
    """Before something that protects the account is changed."""


class ActivateForm(_Code, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "รหัส 6 หลักที่แอปแสดงอยู่ขณะนี้"


class SlipCodeForm(forms.Form):
    code = forms.CharField(
        label="รหัสบนใบแจ้งบัญชี",
        max_length=40,
        help_text="ตัวอักษรและตัวเลข 10 ตัว ไม่ต้องพิมพ์ขีด พิมพ์เล็กหรือใหญ่ก็ได้",
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "โปรดกรอกรหัสบนใบแจ้งบัญชี"},
    )


class OwnPasswordForm(_NewPassword):
    """The password that a person chooses at first; the user name helps browsers to store it."""

    password1 = forms.CharField(strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))
    password2 = forms.CharField(strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password
