"""Settings: closed by default, opened by environment variables only (the table is in docs/operator.md).

Without BRANCHPLAN_SECRET_KEY nothing starts; without BRANCHPLAN_DEBUG the hosts must be named and cookies are for HTTPS unless
BRANCHPLAN_HTTPS=0 says that the portal runs on plain HTTP inside a closed network.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from branchplan import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.flag("BRANCHPLAN_DEBUG")
SECRET_KEY = environment.required(
    "BRANCHPLAN_SECRET_KEY", "Give it at least 50 random characters, or start with script/server, which makes one."
)
ALLOWED_HOSTS = environment.words("BRANCHPLAN_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "BRANCHPLAN_HOSTS is not set: name the host names the portal answers to, separated by commas."
    )
HTTPS = environment.flag("BRANCHPLAN_HTTPS", default=not DEBUG)

# Everything the product writes lives below one folder outside the code tree.
DATA_DIR = environment.folder("BRANCHPLAN_DATA", Path.home() / ".local/share/branchplan")
FONTS_DIR = environment.folder("BRANCHPLAN_FONTS", BASE_DIR / "var/fonts")
MEDIA_ROOT = DATA_DIR / "uploads"
RENDERED_DIR = DATA_DIR / "rendered"

INSTALLED_APPS = [
    "branchplan",
    "branchplan.handover",
    "branchplan.api",
    "branchplan.overview",
    "calendar_events",
    "plans",
    "members",
    "workflow",
    "notices",
    "documents",
    "regulations",
    "branches",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "branches.middleware.NullCharacterMiddleware",
    "branches.middleware.SessionLimitsMiddleware",
    "branches.middleware.LoginRequiredMiddleware",
    "branches.middleware.PasswordChangeMiddleware",
    "branches.middleware.ActingRoleMiddleware",
    "branchplan.middleware.OpenedFormAddressMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "branchplan.urls"
WSGI_APPLICATION = "branchplan.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "branchplan.frame.frame",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "look"
CRISPY_TEMPLATE_PACK = "look"
CRISPY_FAIL_SILENTLY = False

# --- data ---------------------------------------------------------------------------------------------------------------
DATABASE_URL = environment.text("BRANCHPLAN_DATABASE_URL", f"sqlite:///{DATA_DIR / 'branchplan.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue up at BEGIN instead of failing in mid-transaction; readers never wait (WAL).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A page says that the database is out of reach instead of waiting for it; an option in the address counts first.
    # Databases lie on disks without moving heads: a page read anywhere costs little more than the next one. PostgreSQL's default of 4
    # makes it read all branches of a city to find those of a district.
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, "options": "-c random_page_cost=1.1"} | DATABASES[
        "default"
    ].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who comes in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "branches.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "branches.passwords.CharacterClassesValidator"},
]
LOGIN_URL = "branches:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "branches:login"
# One school leaves through one address: locking the address alone would shut out every colleague.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "branches/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]  # masked in its log lines
AXES_IPWARE_PROXY_COUNT = environment.number("BRANCHPLAN_PROXIES", 0)
SESSION_IDLE_SECONDS = environment.number("BRANCHPLAN_IDLE_MINUTES", 30) * 60
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Identity numbers are kept only where these are set and a district has turned them on. The first key of each ring is in use,
# the others still open and find what was sealed before.
IDENTITY_KEYS = environment.key_ring("BRANCHPLAN_IDENTITY_KEYS")
IDENTITY_INDEX_KEYS = environment.key_ring("BRANCHPLAN_IDENTITY_INDEX_KEYS")
if bool(IDENTITY_KEYS) != bool(IDENTITY_INDEX_KEYS):
    raise ImproperlyConfigured(
        "BRANCHPLAN_IDENTITY_KEYS and BRANCHPLAN_IDENTITY_INDEX_KEYS are set together or not at all."
    )
if set(IDENTITY_KEYS.values()) & set(IDENTITY_INDEX_KEYS.values()):
    raise ImproperlyConfigured("BRANCHPLAN_IDENTITY_INDEX_KEYS must not repeat a key of BRANCHPLAN_IDENTITY_KEYS.")

# --- the wire -----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
CSRF_TRUSTED_ORIGINS = environment.words("BRANCHPLAN_ORIGINS")
CSRF_FAILURE_VIEW = "branchplan.views.csrf_failure"
if environment.flag("BRANCHPLAN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
ATTACHMENT_MOST_BYTES = environment.number("BRANCHPLAN_ATTACHMENT_MB", 20) * 1024 * 1024

# --- the interface for other systems -----------------------------------------------------------------------------------
API_REQUESTS_A_MINUTE = environment.number("BRANCHPLAN_API_REQUESTS_A_MINUTE", 120)  # of one token
FEED_REQUESTS_A_MINUTE = environment.number("BRANCHPLAN_FEED_REQUESTS_A_MINUTE", 60)  # of one calendar address
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["branchplan.api.gate.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["branchplan.api.gate.MayRead"],
    "DEFAULT_THROTTLE_CLASSES": ["branchplan.api.gate.MinuteThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
API_PATH = "/api/v1/"
SPECTACULAR_SETTINGS = {
    "TITLE": "支部计划：数据接口",
    "DESCRIPTION": "只读。每个令牌只能读到它的教育工委下面的党组织，读不到党员、申请人和账号；计划正文按审定的原文给出，里面写到的姓名也在其中。",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": API_PATH,
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "branchplan.api.schema.add_refusals",
    ],
}

# --- words and time -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- static files -------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = environment.folder("BRANCHPLAN_STATIC", BASE_DIR / "var/static")
# Nothing is gained on pictures and fonts; maps are read by developers' tools only.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "gif", "webp", "woff", "woff2", "gz", "br", "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- messages and background work ---------------------------------------------------------------------------------------
EMAIL_BACKEND = environment.text("BRANCHPLAN_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = environment.text("BRANCHPLAN_EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("BRANCHPLAN_EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("BRANCHPLAN_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("BRANCHPLAN_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("BRANCHPLAN_EMAIL_TLS")
EMAIL_TIMEOUT = environment.number("BRANCHPLAN_EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = environment.text("BRANCHPLAN_EMAIL_FROM", "branchplan@localhost")
PORTAL_URL = environment.text("BRANCHPLAN_URL", "http://127.0.0.1:8000")  # e-mails link back to it
# Who sends through which channel. Group chats keep only a key: the address stands here, so that no page can point it elsewhere.
NOTICES_SENDERS = {
    "email": "notices.channels.mail.MailSender",
    "wecom": "notices.channels.bots.BotSender",
    "dingtalk": "notices.channels.bots.BotSender",
    "feishu": "notices.channels.bots.BotSender",
}
NOTICES_BOT_ADDRESSES = {
    "wecom": environment.text("BRANCHPLAN_WECOM_URL", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
    "dingtalk": environment.text("BRANCHPLAN_DINGTALK_URL", "https://oapi.dingtalk.com/robot/send"),
    "feishu": environment.text("BRANCHPLAN_FEISHU_URL", "https://open.feishu.cn/open-apis/bot/v2/hook"),
}
NOTICES_SMS_SENDER = environment.text("BRANCHPLAN_SMS_SENDER")
NOTICES_PHONE_BOOK = "branchplan.reminding.phones.phones_of"
# Sections of “我的” that come from apps above `members`.
MEMBERS_OWN_SECTIONS = ["calendar_events.selectors.own_record.OWN_RECORD"]
# What opens something in a person's name without the password, from apps above `branches`.
PERSONAL_KEYS = ["calendar_events.services.feeds.PERSONAL_FEEDS"]
JOBS_DIR = DATA_DIR / "jobs"

CELERY_BROKER_URL = environment.text("BRANCHPLAN_BROKER_URL", "filesystem://")
BROKER_DIR = DATA_DIR / "broker" if CELERY_BROKER_URL.startswith("filesystem") else None
if BROKER_DIR:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | int] = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = (
    False  # the outbox is the truth: a nudge that does not get through is made up for by the beat
)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "branchplan.logs.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")}
    # These two also write through handlers of Django's own.
    | {name: {"filters": ["secrets"]} for name in ("django.request", "django.server")}
    | {"kombu.connection": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": environment.text("BRANCHPLAN_LOG_LEVEL", "INFO")},
}
