"""The one file that a backup is: a tar.gz of a manifest, the database and the key that signs mailed links."""

import hashlib
import json
import os
import shutil
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from alliance_directory.environment import stop

FORMAT = 1
MANIFEST, DATABASE, KEY = "manifest.json", "database", "secret_key"


@dataclass(frozen=True)
class Manifest:
    engine: str  # sqlite or postgresql
    made_at: str  # UTC, ISO 8601
    migrations: list[list[str]]  # [app, name] of each migration that was applied
    digest: str  # SHA-256 of the database member
    commit: str  # of the code that made it, where git knows
    format: int = FORMAT


@dataclass(frozen=True)
class Backup:
    manifest: Manifest
    database: Path
    secret_key: str


def sha256(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def private_file(path: Path, content: str) -> None:
    """Write a file that only its owner may read, in one step."""
    arriving = path.with_name(f"{path.name}.arriving")
    arriving.unlink(missing_ok=True)
    with os.fdopen(os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(content)
    arriving.replace(path)


def belong_to_owner_of(folder: Path, *files: Path) -> None:
    """Run by root, leave the files to whom the site runs as: the owner of the folder."""
    if os.geteuid() == 0:
        owner = folder.stat()
        for file in files:
            os.chown(file, owner.st_uid, owner.st_gid, follow_symlinks=False)


def write(target: Path, backup: Backup, folder: Path) -> None:
    """Pack the backup; the target appears when it is whole. `folder`: a temporary one beside it."""
    private_file(folder / MANIFEST, json.dumps(asdict(backup.manifest), indent=1))
    private_file(folder / KEY, backup.secret_key)
    packed = folder / target.name
    packed.touch(mode=0o600)
    with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
        for name, file in ((MANIFEST, folder / MANIFEST), (KEY, folder / KEY), (DATABASE, backup.database)):
            archive.add(file, arcname=name)
    packed.replace(target)


def read(file: Path, folder: Path) -> Backup:
    """Unpack into `folder`. Stops with one line when it is no backup, a damaged one or of a later format."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            for name in (MANIFEST, KEY, DATABASE):  # by name, so that nothing in it chooses where it lands
                source = archive.extractfile(name)
                if source is None:
                    raise KeyError(name)
                with source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
        facts = json.loads((folder / MANIFEST).read_text())
        if facts["format"] != FORMAT:
            stop(f"{file} has format {facts['format']}, this code reads {FORMAT}: use the code that made it")
        manifest = Manifest(**facts)
    except FileNotFoundError:
        stop(f"{file}: no such file")
    except (tarfile.TarError, EOFError, OSError, KeyError, TypeError, ValueError) as error:
        stop(f"{file} is damaged, or no backup of this site: {error}")
    if sha256(folder / DATABASE) != manifest.digest:
        stop(f"{file} is damaged: the database in it is not the one that was packed")
    return Backup(manifest, folder / DATABASE, (folder / KEY).read_text().strip())
