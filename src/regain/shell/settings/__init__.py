"""Django's settings, read from the home in `REGAIN_HOME`. Rooms are listed here and nowhere else."""

import sys
from pathlib import Path
from typing import Any, cast

from csp.constants import NONE, SELF

from regain.foundation.kit.home import Company, Configuration, Current, here
from regain.shell.settings.database import database

HOME = here()
CONFIGURATION = HOME.configuration() if HOME.exists else Configuration()
COMPANY = cast("Company", Current(HOME))

SECRET_KEY = HOME.secret() if HOME.exists else "only for commands that touch no home"
DEBUG = False
ALLOWED_HOSTS = list(CONFIGURATION.web.hosts)
ROOT_URLCONF = "regain.shell.urls"
WSGI_APPLICATION = "regain.shell.wsgi.application"
SILENCED_SYSTEM_CHECKS: list[str] = []

ROOMS = [
    "regain.foundation.kit.apps.Kit",
    "regain.foundation.ui.apps.Ui",
    "regain.foundation.audit.apps.Audit",
    "regain.foundation.people.apps.People",
    "regain.foundation.notices.apps.Notices",
    "regain.foundation.jobs.apps.Jobs",
    "regain.knowledge.warehouse.apps.Warehouse",
    "regain.knowledge.ledger.apps.Ledger",
    "regain.knowledge.playbook.apps.Playbook",
    "regain.knowledge.training.apps.Training",
    "regain.knowledge.valuation.apps.Valuation",
    "regain.desks.recovery.apps.Recovery",
    "regain.meetings.lossreview.apps.LossReview",
    "regain.shell.apps.Shell",
]

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "regain.foundation.people.web.access.AccessMiddleware",
    "regain.foundation.ui.refusals.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["regain.foundation.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "regain.foundation.ui.frame.frame",
            ],
        },
    }
]

DATABASES = {"default": database(CONFIGURATION.database.url, HOME.root / "regain.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HERE: dict[str, Any] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
DRAWN: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": HOME.root / "cache",
    "OPTIONS": {"MAX_ENTRIES": 3000},
}
CACHES = {"default": HERE, "charts": DRAWN if HOME.exists else HERE}

TASKS = {"default": {"BACKEND": "regain.foundation.jobs.backend.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["regain.foundation.people.web.session.SessionBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_RESET_TIMEOUT = 60 * 60
TRUSTED_PROXIES = CONFIGURATION.web.proxies
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "shell:home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [Path(__file__).parents[2] / "locale"]
TIME_ZONE = COMPANY.zone
USE_TZ = True
USE_I18N = True

UI_FRAME = "regain.shell.frame.frame_for"

STATIC_URL = "static/"
STATIC_ROOT = HOME.root / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.web.https
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_SSL_REDIRECT = CONFIGURATION.web.https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if CONFIGURATION.web.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIGURATION.web.https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "regain.foundation.kit.upload.SmallFiles",
    "regain.knowledge.warehouse.intake.receiving.Receiving",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

MAIL = CONFIGURATION.mail
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if MAIL.host else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME.root / "outbox"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER = MAIL.host, MAIL.port, MAIL.user
EMAIL_HOST_PASSWORD = Path(MAIL.password_file).read_text().strip() if MAIL.password_file else ""
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = MAIL.sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
