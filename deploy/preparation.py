"""What must be in place before the site answers: make prepare, and the first part of make run.

Each step looks first and does nothing when it is done.
"""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from alliance_directory.environment import stop
from deploy.archive import belong_to_owner_of
from deploy.catalogues import compile_all
from deploy.development import read_environment_file, set_values

CURATED_GROUPS = Path("alliances", "data", "alliances.csv")
MODERATOR = "moderator"
RIGHTS = ("Moderators", "Administrators")
# What decides how a collected file looks, besides the file.
COLLECTED_BY = ("Django", "whitenoise")


def say(line: str) -> None:
    print(line, flush=True)


def migrate() -> None:
    """Bring the tables to the state that the code expects, and what is derived from the groups with them."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the tables …")
        call_command("migrate", verbosity=0, interactive=False)
        if apps.get_model("alliances", "Alliance").objects.exists():
            call_command("rebuild_listings")


def load_geography() -> None:
    """Regions and towns of the world, once; again where they came before towns had names in other languages."""
    region, town = apps.get_model("alliances", "Region"), apps.get_model("alliances", "Town")
    if not (region.objects.exists() and town.objects.exists()):
        say("Loading the regions and towns of the world: half a minute, once …")
        call_command("load_geography")
    elif not town.objects.exclude(translations={}).exists():
        say("Loading the regions and towns of the world again, for the names in other languages …")
        call_command("load_geography", again=True)


def load_first_groups() -> None:
    """The curated groups, into an empty directory only: what volunteers take down must not come back."""
    listed, left = apps.get_model("alliances", "Alliance"), apps.get_model("alliances", "FormerAddress")
    if not (listed.objects.exists() or left.objects.exists()):
        say("Listing the first groups …")
        call_command("load_alliances", str(settings.BASE_DIR / CURATED_GROUPS))


def development_moderator() -> str | None:
    """See to somebody who can sign in on a development site.

    Returns the password when one was made up, None otherwise. DEMO_PASSWORD, when set, becomes the password
    of the development moderator also when that account was made by an earlier start.
    """
    if not settings.DEVELOPMENT:
        return None
    wanted = os.environ.get("DEMO_PASSWORD", "")
    everybody = get_user_model().objects
    moderator = everybody.filter(username=MODERATOR).first()
    if moderator is None:
        return None if everybody.exists() else make_moderator(wanted)
    if wanted and not moderator.check_password(wanted):
        moderator.set_password(wanted)
        moderator.save(update_fields=["password"])
    return None


def make_moderator(wanted: str) -> str | None:
    """Make the account with all rights. Returns its password when it was made up."""
    password = wanted or secrets.token_urlsafe(12)
    moderator = get_user_model().objects.create_user(
        username=MODERATOR, email=f"{MODERATOR}@localhost.example", password=password, is_staff=True
    )
    moderator.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS))
    return None if wanted else password


@contextmanager
def static_files_collected() -> Iterator[None]:
    """Hash and compress the static files, beside what else is done in the block.

    In a process of its own, for it takes as long as the rest does on a second core. Nothing is done when neither a
    file nor what collects it has changed, nor in debug mode, where files are served from where they lie.
    """
    note, wanted = settings.DATA_DIR / "static.collected", fingerprint()
    if settings.DEBUG or (note.is_file() and note.read_text() == wanted and settings.STATIC_ROOT.is_dir()):
        yield
        return
    say("Collecting static files …")
    command = [sys.executable, "manage.py", "collectstatic", "--verbosity=0", "--no-input"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)
    try:
        yield
        if process.wait():
            stop("the static files could not be collected")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    note.write_text(wanted)


def fingerprint() -> str:
    """A digest over name, size and time of every static file, and the versions of what collects them."""
    digest = hashlib.sha256()
    for line in (*(f"{name} {version(name)}" for name in COLLECTED_BY), *sorted(static_files())):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            yield f"{storage.path(name)} {state.st_size} {state.st_mtime_ns}"


def prepare() -> str | None:
    """All steps. Returns the made-up password of a new development moderator."""
    compile_all()
    with static_files_collected():
        migrate()
        load_geography()
        load_first_groups()
        return development_moderator()


def main() -> None:
    read_environment_file()
    set_values(make_key=False)
    django.setup()
    prepare()
    belong_to_owner_of(settings.DATA_DIR, *settings.DATA_DIR.rglob("*"))  # when root has brought it up to date
    say(f"All is in place for {settings.SITE_URL}/ (data in {settings.DATA_DIR}).")


if __name__ == "__main__":
    main()
