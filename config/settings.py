"""The one settings file: every value comes from the environment (see dotenv-sample); a missing one stops the start."""

import os
import shutil
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def _needed(name: str, hint: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


VAR_DIR = Path(os.environ.get("KEYWORKER_VAR", BASE_DIR / "var"))
DEMO = _flag("KEYWORKER_DEMO")
DEBUG = False
SECRET_KEY = _needed("KEYWORKER_SECRET_KEY", "Start through the `keyworker` command, which makes one and keeps it.")
KEYRING = Path(_needed("KEYWORKER_KEYRING", "It is the path of the key ring file; `keyworker doctor` explains."))
ALLOWED_HOSTS = os.environ.get("KEYWORKER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("KEYWORKER_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "keyworker.access",  # before allauth: its pages are ours in look and words
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "keyworker.base",
    "keyworker.design",
    "keyworker.audit",
    "keyworker.accounts",
    "keyworker.agencies",
    "keyworker.documents",
    "keyworker.questionnaires",
    "keyworker.directory",
    "keyworker.people",
    "keyworker.consent",
    "keyworker.notices",
    "keyworker.cases",
    "keyworker.tasks",
    "keyworker.intake",
    "keyworker.assessment",
    "keyworker.planning",
    "keyworker.delivery",
    "keyworker.visits",
    "keyworker.referrals",
    "keyworker.reviews",
    "keyworker.training",
    "keyworker.supervision",
    "keyworker.insight",
    "keyworker.workspace",
    "keyworker.portal",
    "keyworker.interop",
    "keyworker.offline",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "keyworker.base.middleware.PrivacyHeadersMiddleware",
    "keyworker.design.middleware.keep_typing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "keyworker.access.middleware.ActorMiddleware",
    "keyworker.portal.host.keep_to_clients",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "keyworker.access.context_processors.surroundings",
                "keyworker.training.tours.walking.shown",
            ],
        },
    },
]
FORM_RENDERER = "keyworker.design.forms.Renderer"


def _database(url: str) -> dict[str, Any]:
    """One pool per login: a process has more threads than connections, and each thread would keep its own.

    What a connection is asked for the third time is kept there as planned (see decision 0018).
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_health_checks=True))
    found["CONN_MAX_AGE"] = 0
    found["OPTIONS"] = {
        **found.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": 12, "timeout": 10},
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    return found


DATABASES: dict[str, dict[str, Any]] = {
    "default": _database(_needed("DATABASE_APP_URL", "Start through the `keyworker` command, or see dotenv-sample.")),
    "door": _database(_needed("DATABASE_DOOR_URL", "Start through the `keyworker` command, or see dotenv-sample.")),
}
for _alias in ("owner", "loader", "audit"):
    if _url := os.environ.get(f"DATABASE_{_alias.upper()}_URL"):
        DATABASES[_alias] = dict(dj_database_url.parse(_url))
# Where streams listen: a connection of its own for each process, not through a pooler that lends connections out.
LISTEN_URL = os.environ.get("KEYWORKER_LISTEN_URL") or os.environ["DATABASE_APP_URL"]
DATABASE_ROUTERS = ["keyworker.base.context.ContextRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- signing in -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "keyworker.access.forms.SignInForm",
    "reauthenticate": "keyworker.access.forms.PasswordAgainForm",
    "change_password": "keyworker.access.forms.NewPasswordForm",
    "reset_password_from_key": "keyworker.access.forms.PasswordByLinkForm",
}
ACCOUNT_ADAPTER = "keyworker.access.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Keyworker"
MFA_ADAPTER = "keyworker.access.signing_in.SecondFactorAdapter"
USERSESSIONS_ADAPTER = "keyworker.access.signing_in.SessionsAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "keyworker.access.forms.CodeForm",
    "reauthenticate": "keyworker.access.forms.CodeOnceMoreForm",
    "activate_totp": "keyworker.access.forms.CodeAppForm",
    "add_webauthn": "keyworker.access.forms.AddKeyForm",
    "edit_webauthn": "keyworker.access.forms.RenameKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
# The demonstration's people sign in with a password alone; everywhere else staff need a second factor.
SECOND_FACTOR_REQUIRED = not DEMO

CACHES = {
    # Throttles count across processes, so they live in the one store that all processes share.
    # A full store drops a third of what it holds, counts of wrong passwords among it: nobody fills this one in an hour.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

# --- sessions ---------------------------------------------------------------------------------------------------
SESSION_IDLE_SECONDS = int(os.environ.get("KEYWORKER_IDLE_SECONDS", "900"))
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
# At a client's own door, where the phone may be somebody else's.
CLIENT_IDLE_SECONDS = int(os.environ.get("KEYWORKER_CLIENT_IDLE_SECONDS", "300"))
CLIENT_ABSOLUTE_SECONDS = 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "keyworker.access.pages.csrf_failure"
MESSAGE_STORAGE = "keyworker.design.messages.SaidOnce"

# A host name that says nothing of us, for clients' own pages and nothing else; empty: they stand beside the staff's.
CLIENT_HOST = os.environ.get("KEYWORKER_CLIENT_HOST", "")
if CLIENT_HOST:
    ALLOWED_HOSTS.append(CLIENT_HOST.partition(":")[0])

# --- the wire ---------------------------------------------------------------------------------------------------
# The demonstration is served on loopback without TLS; anything else is behind a proxy that ends TLS.
SECURE = not (DEMO or _flag("KEYWORKER_INSECURE_HTTP"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A long form on one page sends a few fields for each of its questions and entries.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The whole of a request, its files included. They are read in memory: what clients hand us never lies plain on a disk.
MOST_SENT = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_SENT
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

# --- language, time, files --------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
# Compiled at the start from keyworker/locale, by console.translations.
LOCALE_PATHS = [VAR_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": os.environ.get("KEYWORKER_STATIC_STORAGE", "keyworker.design.static_addresses.KnownAddresses")
    },
}
DOCUMENTS_DIR = VAR_DIR / "documents"
# The demonstration writes its letters to a folder; everything else hands them to a mail server.
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if DEMO else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# Where no mail server is named, administrators hand the link of an invitation over themselves.
LETTERS_GO_OUT = DEMO or bool(os.environ.get("KEYWORKER_EMAIL_HOST"))
EMAIL_HOST = os.environ.get("KEYWORKER_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("KEYWORKER_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KEYWORKER_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KEYWORKER_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("KEYWORKER_EMAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("KEYWORKER_EMAIL_FROM", "no-reply@localhost")
# How texts leave and come in (see notices.gateways). "log" reaches nobody: the demonstration writes them to a folder.
TEXTS = {
    "gateway": os.environ.get("KEYWORKER_TEXTS_GATEWAY", "log"),
    "url": os.environ.get("KEYWORKER_TEXTS_URL", ""),
    "account": os.environ.get("KEYWORKER_TEXTS_ACCOUNT", ""),
    "secret": os.environ.get("KEYWORKER_TEXTS_SECRET", ""),
    "signing_secret": os.environ.get("KEYWORKER_TEXTS_SIGNING_SECRET", ""),
    "sender": os.environ.get("KEYWORKER_TEXTS_SENDER", ""),
    "agency": os.environ.get("KEYWORKER_TEXTS_AGENCY", ""),
    "private": _flag("KEYWORKER_TEXTS_PRIVATE"),
}
TEXTS_PATH = VAR_DIR / "texts"
# The relay through which video visits go (see visits.rooms.turn and deploy/turnserver.conf); none: no video visits.
TURN_URLS = [url for url in os.environ.get("KEYWORKER_TURN_URLS", "").split(",") if url]
TURN_SECRET = os.environ.get("KEYWORKER_TURN_SECRET", "")
# The agency's own telephone exchange, which a worker's softphone calls through; none: their own telephone (tel:).
SIP_DOMAIN = os.environ.get("KEYWORKER_SIP_DOMAIN", "")
# Who passes on the pictures where more than four meet (see visits.halls): "janus", run by us; "livekit", a server of
# the agency's own that browsers speak to; none: at most four meet.
HALL = os.environ.get("KEYWORKER_HALL", "janus" if DEMO and shutil.which("janus") else "")
HALL_PORT = int(os.environ.get("KEYWORKER_HALL_PORT", "8188"))  # on loopback: where we speak to it
HALL_ADDRESS = os.environ.get("KEYWORKER_HALL_ADDRESS", "")  # where pictures reach it; empty: whatever it finds
HALL_MEDIA_PORTS = os.environ.get("KEYWORKER_HALL_MEDIA_PORTS", "50400-51199")
# LiveKit's address (wss://…), its key and secret; and whether it is the agency's own, without which it is not used.
HALL_URL = os.environ.get("KEYWORKER_HALL_URL", "")
HALL_KEY = os.environ.get("KEYWORKER_HALL_KEY", "")
HALL_SECRET = os.environ.get("KEYWORKER_HALL_SECRET", "")
HALL_IS_OURS = _flag("KEYWORKER_HALL_IS_OURS")

# No request body, no SQL parameter and no name reaches a log: only the event, the address pattern and ids.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "keyworker.base.logs.PrivateFilter"}},
    "formatters": {
        "plain": {
            "()": "keyworker.base.logs.PrivateFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["private"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("KEYWORKER_LOG_LEVEL", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}, "procrastinate": {"level": "WARNING"}},
}
