"""The values that `make run` makes itself, so that one command starts the site on a new machine."""

import os
import secrets
from pathlib import Path

import environ

from alliance_directory import environment
from alliance_directory.environment import BASE_DIR, stop

KEY_FILE = "secret_key"


def default(name: str, value: str) -> str:
    """Set a variable of the environment unless it has a value that is not empty. Returns what holds."""
    os.environ[name] = os.environ.get(name) or value
    return os.environ[name]


def port() -> int:
    """PORT, checked."""
    text = default("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        stop(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)


def data_dir() -> Path:
    """DATA_DIR as an absolute path; the folder is made when missing, and closed to others."""
    path = Path(default("DATA_DIR", str(BASE_DIR / "var"))).expanduser().resolve()
    os.environ["DATA_DIR"] = str(path)
    return environment.data_dir()


def read_environment_file() -> None:
    """Take over the variables of ENV_FILE, the file that the service units read, unless they are set."""
    file = os.environ.get("ENV_FILE", "")
    if file and not os.access(file, os.R_OK):
        stop(f"ENV_FILE: {file} cannot be read")
    if file:
        environ.Env.read_env(file)


def secret_key_of(folder: Path, *, make: bool) -> str:
    """The key in `folder`; `make`: made when there is none yet. Every mailed link is signed with it."""
    file = folder / KEY_FILE
    if not file.exists():
        if not make:
            stop(f"SECRET_KEY is not set and {folder} holds none; is ENV_FILE=… or DATA_DIR=… missing?")
        make_secret_key(file)
    return file.read_text().strip()


def make_secret_key(file: Path) -> None:
    try:
        # O_EXCL: of two first starts at once, one makes the key and the other reads it.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write(secrets.token_urlsafe(48) + "\n")
    except FileExistsError:
        pass
    except OSError as error:
        stop(f"{file}: {error.strerror}")


def set_values(*, make_key: bool) -> None:
    """Give every required variable a development value where the environment has none.

    What is written from here on is for its owner alone. `make_key`: only at the start of a site; whoever works on an
    existing one must not go on with another key.
    """
    os.umask(0o077)
    number, folder = port(), data_dir()
    default("SITE_URL", f"http://127.0.0.1:{number}")
    default("ALLOWED_HOSTS", "127.0.0.1,localhost")
    default("EMAIL_URL", "filemail:")
    default("MODERATORS_EMAIL", "moderators@localhost.example")
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key_of(folder, make=make_key)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance_directory.settings")
