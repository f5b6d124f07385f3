"""All settings. Each value comes from the environment through a typed helper; the default serves one office."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config import env
from config.database import database
from config.line import line
from config.mail import mail
from config.openid import providers

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(env.text("NITHET_VAR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("NITHET_DEBUG", default=False)
SECRET_KEY = env.secret("NITHET_SECRET", VAR / "secret")
# A restore writes the secret back, unless this machine is given one.
SECRET_KEPT_IN = None if env.text("NITHET_SECRET") else VAR / "secret"
BACKUPS = Path(env.text("NITHET_BACKUPS", str(VAR / "backups")))

# One setting, the public address, decides hosts, cookies, HTTPS and links. Without it: this machine only.
PUBLIC_ADDRESS = env.text("NITHET_PUBLIC_ADDRESS")
_public = urlsplit(PUBLIC_ADDRESS)
if PUBLIC_ADDRESS and not (_public.scheme in {"http", "https"} and _public.hostname):
    raise SystemExit("NITHET_PUBLIC_ADDRESS must be like https://nithet.example.go.th")
_secure = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname] if _public.hostname else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS.rstrip("/")] if PUBLIC_ADDRESS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
# Redirecting is the proxy's; other names below this one, and browsers' lists, are not ours to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# One line each: without it, and without its folder, everything else works.
REGISTERS = [
    "nithet.registers.workgroups",
    "nithet.registers.studies",
    "nithet.registers.plans",
    "nithet.registers.partners",
    "nithet.registers.improvements",
    "nithet.registers.datasets",
    "nithet.registers.surveys",
]

INSTALLED_APPS = [
    "nithet.workspace",
    *REGISTERS,
    "nithet.registers.generic",
    "nithet.cycles",
    "nithet.manuals",
    "nithet.forms",
    "nithet.field",
    "nithet.notices",
    "nithet.offices",
    "nithet.accounts",
    "nithet.audit",
    "nithet.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_vite",
    "template_partials",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "nithet.core.health.HealthMiddleware",
    "nithet.core.limits.RequestSizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nithet.core.errors.DomainErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "nithet.workspace.context.shell",
            ],
            "builtins": ["nithet.core.templatetags.nithet"],
        },
    }
]

DATABASES = {"default": database(env.text("DATABASE_URL"), default_file=VAR / "nithet.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all server processes, so that limits on attempts hold over them; its table comes by a migration.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # Django's own 300 would let a flood of made-up names push out the counts of real ones.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Long work. The worker runs beside the server, unless it is started apart (`manage.py worker`).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORKER_BESIDE = env.flag("NITHET_WORKER_BESIDE", default=True)

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "nithet.accounts.passwords.LongEnough"},
    {"NAME": "nithet.accounts.passwords.NotCommon"},
    {"NAME": "nithet.accounts.passwords.NotLikeOneself"},
    {"NAME": "nithet.accounts.passwords.NotTheDemos"},
]

# Accounts are django-allauth's, behind our own addresses and pages. Nobody signs up: accounts are handed out.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "nithet.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "nithet.accounts.forms.SignInForm",
    "change_password": "nithet.accounts.forms.ChangePasswordForm",
    "set_password": "nithet.accounts.forms.SetPasswordForm",
    "reset_password": "nithet.accounts.forms.ForgottenForm",
    "reset_password_from_key": "nithet.accounts.forms.ResetPasswordForm",
    "reauthenticate": "nithet.accounts.forms.ConfirmForm",
    "add_email": "nithet.accounts.forms.EmailForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an address or a link is a way in: not from a device left open
ACCOUNT_EMAIL_VERIFICATION = "none"  # asked for when an address is entered, never at the door
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _secure else "http"
# A school, or a training with a hundred teachers, is one address: five mistakes close a name, many an address.
ACCOUNT_RATE_LIMITS = {
    "login": "200/m/ip",
    "login_failed": "100/10m/ip,5/15m/key",
    "first_sign_in": "30/10m/ip",
}
MFA_ADAPTER = "nithet.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "nithet.accounts.forms.CodeForm",
    "reauthenticate": "nithet.accounts.forms.ConfirmByCodeForm",
    "activate_totp": "nithet.accounts.forms.ActivateForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "นิเทศ"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
SOCIALACCOUNT_ADAPTER = "nithet.accounts.adapters.OpenIdAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": providers(),
        "OAUTH_PKCE_ENABLED": True,
        "provider_class": "nithet.accounts.openid.Provider",
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, no form: browsers forbid forms to lead to another site (form-action below).
SOCIALACCOUNT_LOGIN_ON_GET = True

# How many proxies of ours stand in front: only what the last of them says about the visitor's address is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("NITHET_PROXIES", 1 if _secure else 0)

LANGUAGE_CODE = "th"
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [("", ROOT / "frontend" / "dist")] if (ROOT / "frontend" / "dist").is_dir() else []
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    # Vite has put a hash in the names; whitenoise compresses what is served.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Names that Vite made carry a hash: browsers may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9a-zA-Z_-]{8,12}\..+$"
DJANGO_VITE = {"default": {"manifest_path": ROOT / "frontend" / "dist" / "manifest.json"}}

# What a file may weigh: a piece of evidence; a manual to be read, as text and as Word or PDF; a list of another system.
EVIDENCE_MAX_BYTES = 50 * 1024 * 1024
MANUAL_MAX_BYTES = 20 * 1024 * 1024
MANUAL_FILE_MAX_BYTES = 50 * 1024 * 1024
IMPORT_MAX_BYTES = 100 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
# Starting the year asks a few fields for each wording that a manual leaves open.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A filled form sends the photos of all its lines at once.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# A body larger than the largest file is refused unread.
REQUEST_MAX_BYTES = max(EVIDENCE_MAX_BYTES, IMPORT_MAX_BYTES) + 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "nithet.core.uploads.WholeUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "nithet.core.uploads.RoomyUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# The server: this machine only, unless the public address says that others come.
HOST = env.text("NITHET_HOST", "0.0.0.0" if PUBLIC_ADDRESS else "127.0.0.1")  # noqa: S104
PORT = env.number("PORT", 8000)
WORKERS = env.number("NITHET_WORKERS", min(4, os.cpu_count() or 1))

# The demo office's accounts are shown on the sign-in page only where the demo was made.
DEMO = env.flag("NITHET_DEMO", default=False)

# Mail. Without an address it is written into files in the demo, and otherwise printed to the log.
MAIL = mail(env.text("NITHET_MAIL_URL") or (f"file://{VAR / 'mail'}" if DEMO else ""))
EMAIL_BACKEND, EMAIL_FILE_PATH = MAIL.backend, MAIL.folder
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.use_tls, MAIL.use_ssl, 20
DEFAULT_FROM_EMAIL = env.text("NITHET_MAIL_FROM", f"nithet@{_public.hostname or 'localhost'}")

# Notices by LINE.
LINE = line()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_links": {"()": "nithet.core.logs.WithoutLinks"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_links"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
