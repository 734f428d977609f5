"""What the environment says, read once and checked: a bad or missing value stops with one line that names it.

Development is where SITE_URL is plain http on a loopback host. Only there mail may go to files or the console,
cookies may travel over http and the development moderator may be made.
"""

import os
import stat
import sys
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

import django
import environ

BASE_DIR = Path(__file__).resolve().parent.parent
# Below DATA_DIR: all but the collected static files.
PRIVATE = ("directory.sqlite3*", "secret_key*", "mail", "mail/*", "backups", "backups/*")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DEVELOPMENT_MAIL = {
    "filemail": "alliance_directory.development_mail.ReadableFiles",
    "consolemail": "django.core.mail.backends.console.EmailBackend",
}
MAIL_SCHEMES: dict[str, dict[str, Any]] = {
    "smtp": {},
    "smtp+tls": {"use_tls": True},
    "smtp+ssl": {"use_ssl": True},
}
# What Django calls the options of its SMTP backend in its settings before 6.1.
OLD_MAIL_SETTINGS = {
    "host": "EMAIL_HOST",
    "port": "EMAIL_PORT",
    "username": "EMAIL_HOST_USER",
    "password": "EMAIL_HOST_PASSWORD",
    "timeout": "EMAIL_TIMEOUT",
    "use_tls": "EMAIL_USE_TLS",
    "use_ssl": "EMAIL_USE_SSL",
}

env = environ.Env()


def stop(message: str) -> NoReturn:
    """End the process with one line on stderr that says what cannot be used."""
    sys.exit(f"alliance-directory: {message}")


def required(name: str) -> str:
    """The value of a variable that must be set and not empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        stop(f"the environment variable {name} is missing; README.md has the table of all of them")
    return value


def site_url() -> SplitResult:
    """SITE_URL split into its parts: scheme and host only, no path."""
    url = urlsplit(required("SITE_URL").rstrip("/"))
    if url.scheme not in {"http", "https"} or not url.hostname or url.path or url.query:
        stop("SITE_URL must look like https://directory.example.org (scheme and host, no path)")
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        stop("SITE_URL must be https except on a loopback host")
    return url


def is_development(url: SplitResult) -> bool:
    return url.scheme == "http" and url.hostname in LOOPBACK


def data_dir() -> Path:
    """Where the SQLite file, collected static files, mail and backups live; made when missing, closed to others."""
    path = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        stop(f"DATA_DIR: {error}")
    close_to_others(path)
    return path


def close_to_others(folder: Path) -> None:
    """Leave a folder, and what is private in it, to its owner, also where former code or a laxer umask made it.

    What belongs to somebody else stays as it is, and so does a folder that all share, such as /tmp.
    """
    for path in (folder, *(found for pattern in PRIVATE for found in folder.glob(pattern))):
        with suppress(OSError):
            state = path.stat()
            if state.st_mode & 0o077 and not state.st_mode & stat.S_ISVTX:
                path.chmod(0o700 if stat.S_ISDIR(state.st_mode) else 0o600)


def secret_key() -> str:
    """SECRET_KEY: at least 40 characters, for every mailed link is signed with it."""
    key = required("SECRET_KEY")
    if len(key) < 40:
        stop("SECRET_KEY must have 40 characters or more")
    return key


def database(directory: Path) -> dict[str, Any]:
    """Django's settings of DATABASE_URL; SQLite in DATA_DIR when unset."""
    default = f"sqlite:///{directory / 'directory.sqlite3'}"
    try:
        config = dict(environ.Env.db_url_config(os.environ.get("DATABASE_URL") or default))
    except (ValueError, KeyError) as error:
        stop(f"DATABASE_URL: {error}")
    if config.get("ENGINE") == "django.db.backends.sqlite3":
        # FULL: an acknowledged form is on the disk before the thank-you page. IMMEDIATE: the conditional
        # UPDATE of a verb must hold the write lock from its first statement, for SQLite ignores row locks.
        # secure_delete: what is erased is overwritten, so that the file, and a backup of it, do not hold it on.
        config["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            " PRAGMA busy_timeout=20000",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
        config["TEST"] = {"NAME": str(directory / "test.sqlite3")}
    elif config.get("ENGINE") == "django.db.backends.postgresql":
        config.setdefault("OPTIONS", {})["connect_timeout"] = 5
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    else:
        stop("DATABASE_URL must begin with sqlite:/// or postgres://")
    return config


def mail(*, development: bool) -> dict[str, Any]:
    """Django's mail settings of EMAIL_URL: smtp://user:password@host:port, smtp+tls://, smtp+ssl://."""
    url = required("EMAIL_URL")
    scheme = urlsplit(url).scheme
    if scheme in DEVELOPMENT_MAIL and not development:
        stop(f"EMAIL_URL: {scheme}: is for development only; name an SMTP server")
    if scheme not in DEVELOPMENT_MAIL and (scheme not in MAIL_SCHEMES or not urlsplit(url).hostname):
        stop("EMAIL_URL must look like smtp+tls://user:password@host:587")
    return mail_settings(url)


def mailbox(name: str, default: str = "") -> str:
    """The value of a variable that is an email address, also "Name <address>"; a bad one would fail every mail."""
    value = os.environ.get(name, "").strip() or default or required(name)
    try:
        Address(addr_spec=parseaddr(value)[1].encode("ascii").decode())
    except (MessageError, ValueError, IndexError):
        stop(f"{name} must look like directory@example.org or Directory <directory@example.org>")
    return value


def mail_settings(url: str) -> dict[str, Any]:
    """The settings that the running Django reads for a good EMAIL_URL: MAILERS since 6.1, EMAIL_* before."""
    backend, options = _mailer(url)
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    return {"EMAIL_BACKEND": backend, **{OLD_MAIL_SETTINGS[name]: value for name, value in options.items()}}


def _mailer(url: str) -> tuple[str, dict[str, Any]]:
    """The path of the mail backend, and its options (timeout in seconds)."""
    parts = urlsplit(url)
    if parts.scheme in DEVELOPMENT_MAIL:
        return DEVELOPMENT_MAIL[parts.scheme], {}
    credentials = environ.Env.email_url_config(url)
    return "django.core.mail.backends.smtp.EmailBackend", {
        "host": parts.hostname,
        "port": parts.port or 25,
        "username": credentials["EMAIL_HOST_USER"] or "",
        "password": credentials["EMAIL_HOST_PASSWORD"] or "",
        "timeout": 20,
        **MAIL_SCHEMES[parts.scheme],
    }
