"""Who signs in. What a user may do follows from the appointments of the person behind them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.http import HttpRequest

from nithet.core.models import Record


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Record, AbstractBaseUser):
    username = models.CharField("ชื่อผู้ใช้", max_length=150, unique=True)
    name = models.CharField("ชื่อ", max_length=200)
    email = models.EmailField("อีเมล", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class UserRequest(HttpRequest):
    """A request behind login (for type checkers)."""

    user: User
