"""Who signs in, and how it went. What a user may do follows from the appointments of the person behind them."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from nithet.core.models import Record


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Record, AbstractBaseUser):
    """User names are lower case, so that typing one in capitals finds it by its index."""

    username = models.CharField("ชื่อผู้ใช้", max_length=150, unique=True)
    name = models.CharField("ชื่อ", max_length=200)
    # Given by the office or confirmed by the person: allauth writes it here only when it was confirmed.
    email = models.EmailField("อีเมล", blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # How often all sessions were ended at once; sessions begun before know another number.
    sessions_ended = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is checked against: it ends with the password, and with `sessions_ended`."""
        known = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("nithet.accounts.session", known, secret=secret, algorithm="sha256").hexdigest()


class UserRequest(HttpRequest):
    """A request behind login (for type checkers)."""

    user: User


class FirstSignInQuerySet(models.QuerySet["FirstSignIn"]):
    def open(self, *, at: datetime) -> "FirstSignInQuerySet":
        """Slips that can still be used."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class FirstSignIn(Record):
    """A printed slip (ใบแจ้งบัญชี): whoever holds its code chooses the password, once. Only the digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = FirstSignInQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="firstsignin_one_open_a_user",
            ),
        ]


class SignIn(Record):
    """One attempt to sign in, for the computer officer. Kept for 90 days; never what was typed as a password."""

    class Outcome(models.TextChoices):
        DONE = "done", "เข้าสู่ระบบ"
        WRONG = "wrong", "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"
        WRONG_CODE = "wrong_code", "รหัสยืนยันขั้นที่สองไม่ถูกต้อง"
        LOCKED = "locked", "ถูกพักชั่วคราวเพราะผิดหลายครั้ง"
        CLOSED = "closed", "บัญชีปิดหรือถูกระงับ"

    class Way(models.TextChoices):
        PASSWORD = "password", "รหัสผ่าน"
        SLIP = "slip", "ใบแจ้งบัญชี"
        OPENID = "openid", "บัญชีหน่วยงาน"

    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="sign_ins")
    office_id = models.UUIDField(null=True)  # a plain id: accounts know no offices
    name = models.CharField("ชื่อผู้ใช้ที่พิมพ์", max_length=150)
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=20, choices=Way)
    outcome = models.CharField(max_length=20, choices=Outcome)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["office_id", "at"], name="signin_office"),
            models.Index(fields=["user", "at"], name="signin_user"),
            models.Index(fields=["at"], name="signin_at"),
        ]
