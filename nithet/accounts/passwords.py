"""What a password may not be, in our words."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from nithet.accounts import demo


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"รหัสผ่านสั้นเกินไป โปรดใช้อย่างน้อย {self.min_length} ตัวอักษร"


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "รหัสผ่านนี้มีผู้ใช้กันมากจนเดาได้ง่าย โปรดตั้งใหม่ เช่น คำหลายคำต่อกันที่ท่านจำได้คนเดียว"


class NotLikeOneself(password_validation.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(("username", "name", "email"))

    def get_error_message(self) -> str:
        return "รหัสผ่านคล้ายชื่อ ชื่อผู้ใช้ หรืออีเมลของท่านเกินไป โปรดตั้งใหม่"


class NotTheDemos:
    """Everybody knows the demo's password."""

    def validate(self, password: str, user: Any = None) -> None:
        if password == demo.PASSWORD:
            raise ValidationError("รหัสผ่านนี้เป็นของบัญชีสาธิต โปรดตั้งใหม่", code="demo")

    def get_help_text(self) -> str:
        return ""
