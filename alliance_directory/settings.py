"""The one settings file. Everything that differs between machines comes from the environment (environment.py)."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from alliance_directory import environment

env = environment.env
BASE_DIR = environment.BASE_DIR
DATA_DIR = environment.data_dir()
_SITE = environment.site_url()
DEVELOPMENT = environment.is_development(_SITE)
SECURE = _SITE.scheme == "https"

SITE_URL = _SITE.geturl()
SITE_NAME = "Alliance Directory"
SECRET_KEY = environment.secret_key()
DEBUG = env.bool("DEBUG", False)
if DEBUG and not DEVELOPMENT:
    environment.stop("DEBUG is for development only")
ALLOWED_HOSTS = [host.strip() for host in environment.required("ALLOWED_HOSTS").split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "submissions.desk.apps.DeskConfig",  # django.contrib.admin, opened with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_countries",
    "crispy_forms",
    "crispy_bootstrap5",
    "alliances",
    "submissions",
]

MIDDLEWARE = [
    "alliance_directory.middleware.RequestIdMiddleware",
    "alliance_directory.middleware.LanguageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "alliance_directory.middleware.ResponseHeadersMiddleware",
    "alliance_directory.middleware.AllowedMethodsMiddleware",
    "alliance_directory.middleware.ReadableFormMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alliance_directory.compression.CompressionMiddleware",
    "alliance_directory.middleware.DatabaseTroubleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "alliance_directory.urls"
WSGI_APPLICATION = "alliance_directory.wsgi.application"
ATOMIC_REQUESTS = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["alliances.templatetags.directory"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DEBUG:  # else the parts of pages that are kept for good would change only with a restart
    CACHES["template_fragments"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# Static files: hashed and compressed when collected, so a browser keeps them for ever.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# People
AUTH_USER_MODEL = "submissions.Moderator"
AUTHENTICATION_BACKENDS = ["submissions.sign_in.NameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "alliance_directory.errors.csrf_failure"

# What follows the scheme of SITE_URL: a __Host- cookie never comes back over plain http.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Bounds of what is read from a request: the form has about sixty fields and a few thousand characters.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Words
LANGUAGE_CODE = "en"
# A language is named here once its catalogue is whole: tests/test_languages.py looks.
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Mail
DEVELOPMENT_MAIL_DIR = DATA_DIR / "mail"
globals().update(environment.mail(development=DEVELOPMENT))
MODERATORS_EMAIL = environment.mailbox("MODERATORS_EMAIL")
_HOST = "localhost" if ":" in str(_SITE.hostname) else _SITE.hostname
DEFAULT_FROM_EMAIL = environment.mailbox("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <directory@{_HOST}>")

# Promises and lifetimes: the one table that feeds pages, mails and code. All in days.
PROMISES = {
    "first_look": 7,  # a volunteer reads a confirmed form within
    "remind": 14,  # a question without an answer is repeated once after
    "park": 30,  # and put aside after
}
LINK_DAYS = {
    "confirm": 14,  # the link of the first mail; draft and status links live as long as their record
}
RETENTION_DAYS = {
    "unconfirmed": 14,  # drafts, and forms whose address nobody confirmed
    "spam": 30,
    "client": 30,  # the keyed hash of the sender's network address
    "tally": 1,  # the keyed hash of a mailbox, for each mail that a stranger made us send to it
    "mails": 30,  # to whom a mail was sent, or could not be; its text goes at once
    "declined": 180,
    "withdrawn": 180,
    "parked": 365,  # after the question that nobody answered
    "taken_down": 180,  # the form and address behind a group, after it was taken off the list
    "backups": 90,  # those that `make backup` finds beside the new one
}
UNDO_MINUTES = 10
LIMITS: dict[str, Any] = {
    "mails_per_mailbox": (3, timedelta(hours=6)),  # hard
    "mails_per_record": 10,  # hard: first mails of one form, however often its address is changed
    "posts_per_client": (120, timedelta(hours=1)),  # soft: coworking spaces share one address
    "form_seconds": 2,  # a form sent faster than this is asked to press again
}

# One line per event to stderr: request id, no query strings, no addresses.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "alliance_directory.logs.RequestIdFilter"},
        "quiet": {"()": "alliance_directory.logs.NoPersonalDataFilter"},
    },
    "formatters": {
        "line": {
            "()": "alliance_directory.logs.OneLineFormatter",
            "format": "{asctime} {levelname} {request_id} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id", "quiet"],
        },
        "admins": {
            "class": "alliance_directory.logs.HourlyAdminMail",
            "level": "ERROR",
            "filters": ["quiet"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr", "admins"], "level": "WARNING", "propagate": False},
        # What strangers make up (a host, five thousand fields) is no error of ours: nobody is mailed.
        "django.security": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "submissions": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
