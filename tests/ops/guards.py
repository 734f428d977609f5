"""Proof that the trust tests can fail: each guard is taken out of a copy of the code, and its test must turn red.

    python -m tests.ops.guards [WORD…]     those whose file, test or changed line holds all the words; all without
    make guards ONLY="WORD…"               the same

Ends with 1 when a test stayed green without its guard, or none was asked for. About ten seconds a guard.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ops.guard_list import GUARDS, Guard

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules")


def told(guard: Guard) -> str:
    gone = "; ".join(f"{change.path}: {change.kept.strip()}" for change in guard.changes)
    return f"{guard.test} ({guard.module}) without {gone}"


def is_red(guard: Guard, prepared: str) -> bool:
    """Whether the test fails once its guard is gone. Raises ValueError when the guard is not where it was.

    `prepared`: a folder for the DATA_DIR that all share; the first one fills it.
    """
    with tempfile.TemporaryDirectory(prefix="guards-") as folder:
        copy = Path(folder) / "site"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        for change in guard.changes:
            code = (copy / change.path).read_text(encoding="utf-8")
            if change.kept not in code:
                raise ValueError(f"{change.path} does not hold {change.kept!r} any more")
            (copy / change.path).write_text(code.replace(change.kept, change.without), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/{guard.module}"]
        environment = {**os.environ, "PYTHONPATH": str(copy), "PREPARED_DATA_DIR": prepared}
        done = subprocess.run([*command, "-k", guard.test], cwd=copy, env=environment, capture_output=True, check=False)
        return done.returncode == 1 and b"\nFAILED " in done.stdout


def main(words: list[str]) -> int:
    green = 0
    chosen = [guard for guard in GUARDS if all(word in told(guard) for word in words)]
    with tempfile.TemporaryDirectory(prefix="guards-data-") as prepared:
        for guard in chosen:
            red = is_red(guard, prepared)
            green += not red
            print(f"{'red' if red else 'STAYED GREEN'}: {told(guard)}", flush=True)
    if not chosen:
        print(f"no guard is told by {' '.join(words)}", flush=True)
    return 1 if green or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
