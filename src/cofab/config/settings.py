"""Django's settings, all derived from the environment."""

from __future__ import annotations

from pathlib import Path

import structlog
from csp.constants import NONE, SELF

from cofab.config.environment import connection, environment

ENV = environment()
SOURCE = Path(__file__).resolve().parent.parent
COFAB_DATA = ENV.data.resolve()
COFAB_DEMO = ENV.demo
COFAB_CUSTODIAN = ENV.keeper()
COFAB_MESSAGES = ENV.messages
COFAB_EVENTS_PORT = ENV.events_port
COFAB_METRICS_TOKEN = ENV.metrics_token
COFAB_FILE_LIMIT = ENV.file_limit_mb * 1_000_000
COFAB_STALLED_S = ENV.stalled_s
COFAB_STREAM = ENV.stream
COFAB_TEXT_READER_URL = ENV.text_reader_url
COFAB_TEXT_READER_TOKEN = ENV.text_reader_token
SITE_URL = ENV.site_url.rstrip("/")
PROXIES = ENV.proxies

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key()
ALLOWED_HOSTS = [host for host in ENV.hosts.split(",") if host]
SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "ninja",
    "procrastinate.contrib.django",
    "cofab.web",
    "cofab.apps.base",
    "cofab.apps.stewardship",
    "cofab.apps.proposition",
    "cofab.apps.creation",
    "cofab.apps.realisation",
    "cofab.flows",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cofab.config.middleware.content_policy",
    "cofab.config.middleware.probes",
    "cofab.config.middleware.request_log",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cofab.apps.base.middleware.ViewerMiddleware",
    "cofab.apps.base.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cofab.config.urls"
WSGI_APPLICATION = "cofab.config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "cofab.apps.base.frame.frame",
            ],
        },
    },
]

DATABASES = {"default": connection(ENV.database_url)}
if ENV.owner_url:
    DATABASES["owner"] = connection(ENV.owner_url) | {"ATOMIC_REQUESTS": False}
    DATABASES["owner"]["OPTIONS"] |= {"options": "-c cofab.viewer=system"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "base.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "cofab.apps.base.backends.ContactBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "base:sign-in"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "contact"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "cofab.apps.base.backends.locked_out"
AXES_CLIENT_IP_CALLABLE = "cofab.apps.base.backends.address_of"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "cofab_language"
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_TEMP_DIR = None

SESSION_COOKIE_NAME = "cofab_session"
SESSION_COOKIE_AGE = 30 * 86400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "cofab_csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "cofab.config.errors.csrf"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# model-viewer decodes meshes with WebAssembly and adds one style element, whose hash goes with its pinned version.
MODEL_VIEWER_STYLES = ("'sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0='",)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "style-src": [SELF, *MODEL_VIEWER_STYLES],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF, "blob:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": COFAB_STALLED_S / 5,
    "stalled_worker_timeout": COFAB_STALLED_S,
}

# Every line of the log is one JSON object, whoever wrote it.
_LINE = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.dict_tracebacks,
]
_AS_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)
structlog.configure(processors=[*_LINE, _AS_JSON], cache_logger_on_first_use=True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _LINE,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _AS_JSON],
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "procrastinate": {"level": "WARNING"}},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOCALE_PATHS = [str(SOURCE / "locale")]
