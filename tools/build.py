"""Rebuild the geographic data of the directory: make geography, or python -m tools.build [--write] [--workshop FOLDER].

Installs the pinned packages of Python and Node into a workshop of its own, builds the files there, and says what
differs from those in alliances/data/. `--write` puts the new ones in their place. The site never needs any of this.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from tools import compare

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "alliances" / "data"
FILES = ("regions.json.xz", "towns.tsv.xz", "town_names.json.xz", "maps.json.xz")
CHECKSUMS = DATA / "SHA256SUMS"
PROGRAMS = {"node": "Node.js", "npm": "npm"}
FOR_NODE = ("package.json", "package-lock.json", "project.mjs")


def main(words: Sequence[str]) -> int:
    """0 when all came out as it is shipped, or was written; 1 when something differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.build", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put what was built into alliances/data/")
    parser.add_argument("--workshop", type=Path, help="install there and keep it (default: a temporary folder)")
    asked = parser.parse_args(words)
    for program, name in PROGRAMS.items():
        if shutil.which(program) is None:
            sys.exit(f"{name} is missing: the maps are projected by it")
    if asked.workshop:
        asked.workshop.mkdir(parents=True, exist_ok=True)
        return rebuild(asked.workshop.resolve(), write=asked.write)
    with tempfile.TemporaryDirectory(prefix="alliance-directory-geography-") as folder:
        return rebuild(Path(folder), write=asked.write)


def rebuild(workshop: Path, *, write: bool) -> int:
    shipped = compare.read_checksums(CHECKSUMS.read_text(encoding="utf-8"))
    for name in FILES:
        if compare.sha256(DATA / name) != shipped.get(name):
            print(f"{name} in alliances/data/ is not what SHA256SUMS says")
    python = install(workshop)
    output = workshop / "built"
    output.mkdir(exist_ok=True)
    subprocess.run([python, "-m", "tools.geography", workshop, output], cwd=HERE.parent, check=True)
    verdicts = {name: compare.verdict(name, DATA / name, output / name) for name in FILES}
    for name, (_same, said) in verdicts.items():
        print(f"{name}: {said}")
    if write:
        put_in_place(output, shipped)
    return 0 if write or all(same for same, _said in verdicts.values()) else 1


def install(workshop: Path) -> Path:
    """The pinned packages, each held against the hash in its lock file. Returns the workshop's Python."""
    print(f"Installing packages in {workshop} …", flush=True)
    venv.create(workshop / "venv", with_pip=True)
    python = workshop / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(HERE / "requirements.txt")], check=True)
    for name in FOR_NODE:
        shutil.copy(HERE / name, workshop)
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(npm, cwd=workshop, check=True)
    return python


def put_in_place(output: Path, checksums: dict[str, str]) -> None:
    for name in FILES:
        shutil.copy(output / name, DATA)
        checksums[name] = compare.sha256(DATA / name)
    CHECKSUMS.write_text(compare.write_checksums(checksums), encoding="utf-8")
    print("Written to alliances/data/; alliances/data/SOURCES.md may want new numbers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
