"""
All settings. Nothing else in the product reads the environment.

With nothing set, the embedded profile runs: SQLite, FTS5, a file-system broker and mail in files, all below ``var/``.
Each variable stands in ``.env.example`` with its meaning. A variable may also be given as ``NAME_FILE``, the path of
a file that holds the value, as container engines hand over secrets.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any, Final

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR: Final = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()
TESTING: Final[bool] = "pytest" in sys.modules
# Tests and the demo say themselves where they run, whatever a developer's file says.
_ENV_FILE: Final[str] = env.str("ENV_FILE", default="" if TESTING else str(BASE_DIR / ".env"))
if _ENV_FILE and Path(_ENV_FILE).is_file():
    env.read_env(_ENV_FILE)

VAR_DIR: Final = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DEMO: Final[bool] = env.bool("DEMO", default=False)
DEBUG: Final[bool] = env.bool("DEBUG", default=False)


def _private_folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _secret_key() -> str:
    """Give the key that is set, else the one kept in ``var/`` (made at first use, readable by its owner only)."""
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    kept = _private_folder(VAR_DIR) / "secret_key"
    if not kept.exists():
        draft = kept.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, kept)  # Fails if another process was first; then its key counts.
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
BASE_URL: Final[str] = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS: Final[bool] = BASE_URL.startswith("https://")

_LOOPBACK: Final = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}
if not TESTING and not set(ALLOWED_HOSTS) <= _LOOPBACK:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on while ALLOWED_HOSTS names a public host: unset one of them.")
    if DEMO:
        raise ImproperlyConfigured("DEMO is on while ALLOWED_HOSTS names a public host: the demo is for loopback only.")
    if SECRET_KEY.startswith("demo"):
        raise ImproperlyConfigured("SECRET_KEY is a demo key while ALLOWED_HOSTS names a public host: set your own.")

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "frontend",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "marketplace.dated",
    "marketplace.events",
    "marketplace.accounts",
    "marketplace.web",
    "marketplace.documents",
    "listings.patents",
    "listings.eligibility",
    "listings.offers",
    "listings.imports",
    "listings.feed",
    "licensing.requests",
    "licensing.deals",
    "licensing.obligations",
    "licensing.payments",
    "licensing.subsidy.policies",
    "licensing.subsidy.claims",
    "search.indexing",
]

MIDDLEWARE = [
    "marketplace.web.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marketplace.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.web.errors.ProblemPagesMiddleware",
    "frontend.middleware.PageHeadersMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "frontend.context.frame",
            ],
        },
    },
]

FORM_RENDERER = "frontend.components.rendering.PageRenderer"

# Messages of the framework are shown in the tones of the pages.
MESSAGE_TAGS = {10: "neutral", 20: "info", 25: "ok", 30: "warn", 40: "stop"}

# Who runs the site; stands at the foot of every page.
OPERATOR: Final[dict[str, str]] = {
    "name": env.str("OPERATOR_NAME", default=""),
    "telephone": env.str("OPERATOR_TELEPHONE", default=""),
    "hours": env.str("OPERATOR_HOURS", default=""),
    "filing_numbers": env.str("OPERATOR_FILING_NUMBERS", default=""),
}

# --- Database -------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{_private_folder(VAR_DIR) / 'marketplace.sqlite3'}"),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # The pool's own waiting time: without it a dead database takes half a minute to fail.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 5},
    }

# Counts of throttles and rate limits. In one process memory does; with several, name a shared cache.
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# --- Search, tasks, mail, payments ----------------------------------------------------------------------------------

SEARCH_URL: Final[str] = env.str("SEARCH_URL", default="sqlite://")
SEARCH_INDEX_PREFIX: Final[str] = env.str("SEARCH_INDEX_PREFIX", default="marketplace")
SEARCH_API_KEY: Final[str] = env.str("SEARCH_API_KEY", default="")

_BROKER_FOLDER: Final = VAR_DIR / "broker"
BROKER_URL: Final[str] = env.str("BROKER_URL", default="filesystem://")
CELERY_BROKER_URL = BROKER_URL
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
if BROKER_URL.startswith("filesystem:"):
    for _name in ("messages", "processed", "control"):
        _private_folder(_BROKER_FOLDER / _name)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(_BROKER_FOLDER / "messages"),
        "data_folder_out": str(_BROKER_FOLDER / "messages"),
        "processed_folder": str(_BROKER_FOLDER / "processed"),
        "control_folder": str(_BROKER_FOLDER / "control"),
        "store_processed": False,
        "polling_interval": 0.25,
    }
elif BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"unacked_restore_interval": 2, "unacked_restore_throttle": 1}
# How often the worker looks for events that a consumer has not seen.
CONSUME_EVERY_S: Final[float] = env.float("CONSUME_EVERY_S", default=1.0)

_EMAIL: Final = env.email("EMAIL_URL", default="filemail://")
EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = _EMAIL.get("EMAIL_HOST", "")
EMAIL_PORT = _EMAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _EMAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _EMAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="marketplace@localhost")

STRIPE_API_BASE: Final[str] = env.str("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_SECRET_KEY: Final[str] = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET: Final[str] = env.str("STRIPE_WEBHOOK_SECRET", default="")

# --- Files ----------------------------------------------------------------------------------------------------------

DOCUMENTS_DIR: Final = Path(env.str("DOCUMENTS_DIR", default=str(VAR_DIR / "documents")))
UPLOAD_LIMIT_BYTES: Final = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(_private_folder(VAR_DIR / "uploads"))

STATIC_URL = "static/"
STATIC_ROOT = str(_private_folder(Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))))
WHITENOISE_USE_FINDERS = True
# A test makes many clients; none of them should read every static file first.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# --- The exchange feed ----------------------------------------------------------------------------------------------

EXCHANGE_NAMESPACE: Final[str] = env.str("EXCHANGE_NAMESPACE", default="cn.hlj.exchange")

# --- Sign-in and sessions -------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", default="optional")
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Open-license marketplace"
# Deciding, signing and releasing money asks for a fresh code. Off in the demo, whose people have no telephones.
SECOND_FACTOR_REQUIRED: Final[bool] = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO)
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
# How many proxies add to X-Forwarded-For; rate limits go by the address before them.
ALLAUTH_TRUSTED_PROXY_COUNT: Final[int] = env.int(
    "PROXY_COUNT", default=1 if env.bool("BEHIND_PROXY", default=False) else 0
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "public:desks"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "marketplace.web.errors.csrf_failure"

# --- Security headers -----------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# Each package translates its own words; the innermost folder that holds a source takes its messages.
LOCALE_PATHS = [
    BASE_DIR / "frontend" / "locale",
    *sorted((BASE_DIR / "frontend").glob("*/locale")),
    *(BASE_DIR / package / "locale" for package in ("licensing", "listings", "search", "marketplace")),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- API ------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["marketplace.web.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "marketplace.web.openapi.Schema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "marketplace.web.problem_json.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.ScopedRateThrottle",
    ],
    # Scopes are named after use; a view names its own with ``throttle_scope``.
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("THROTTLE_ANON", default="120/min"),
        "user": env.str("THROTTLE_USER", default="1200/min"),
        "upload": env.str("THROTTLE_UPLOAD", default="60/min"),
        "decision": env.str("THROTTLE_DECISION", default="120/min"),
        "search": env.str("THROTTLE_SEARCH", default="60/min"),
    },
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Open-license marketplace",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {"ImportStatusEnum": "listings.imports.models.PatentImport.Status"},
}

# --- Logs -----------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "marketplace.web.logs.json_formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    # The client of Elasticsearch tells of every request; its warnings are what anybody wants to read.
    "loggers": {"elastic_transport": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
}
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
