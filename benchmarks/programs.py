"""What the benchmarks need besides Python: programs of the machine, and npm packages pinned in package-lock.json."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
INSTALLED = PACKAGES / ".installed"  # holds the digest of the lock that was installed


def stop(message: str) -> NoReturn:
    """End the benchmark with one line: it cannot run."""
    sys.exit(f"cannot run: {message}")


def program(names: tuple[str, ...], package: str) -> str:
    """The path of the first of these programs that is there. `package`: what Debian calls it."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or stop(f"{names[0]} is missing (Debian: apt install {package})")


def recent(command: list[str], least: int, package: str) -> str:
    """The path of a program whose first number in the answer to `command` is at least `least`."""
    path = program((command[0],), package)
    told = subprocess.run([path, *command[1:]], capture_output=True, text=True, check=False)
    version = re.search(r"\d+", told.stdout + told.stderr)
    if told.returncode or not version or int(version[0]) < least:
        stop(f"{command[0]} must be version {least} or newer (Debian: apt install {package})")
    return path


def java() -> str:
    return recent(["java", "-version"], 17, "default-jre-headless")


def node() -> str:
    return recent(["node", "--version"], 18, "nodejs npm")


def openssl() -> str:
    return program(("openssl",), "openssl")


def chromium() -> str:
    return program(("chromium", "chromium-browser", "google-chrome"), "chromium")


def package(name: str) -> Path:
    """The folder of an npm package; all of them are installed when the lock has changed."""
    npm, lock = program(("npm",), "nodejs npm"), hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if not INSTALLED.is_file() or INSTALLED.read_text() != lock:
        print("Installing npm packages …", flush=True)
        # Without scripts: those of our two packages only fetch more than we use.
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(command, cwd=HERE, check=False).returncode:
            stop("the npm packages could not be installed")
        INSTALLED.write_text(lock)
    return PACKAGES / name
