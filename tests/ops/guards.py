"""Proof that the trust tests can fail: each guard is taken out of a copy of the code, and its test must turn red.

    python -m tests.ops.guards [words of a test's name]

Ends with 1 when a test stayed green without its guard. About 20 seconds a guard.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules")
ONCE, SENDER = "test_form_is_sent_once.py", "test_sender_is_guarded.py"
DESK, MAIL, PUBLIC = "test_desk_is_guarded.py", "test_mail_arrives_once.py", "test_public_pages_are_guarded.py"


class Change(NamedTuple):
    """In the file `path`, `kept` becomes `without`."""

    path: str
    kept: str
    without: str = ""


class Guard(NamedTuple):
    """What protects, and the test of tests/served/<module> that must fail once it is gone."""

    module: str
    test: str
    changes: tuple[Change, ...]


MODELS, RECORD = "submissions/models/submission.py", "submissions/models/record.py"
FORMS, VIEWS, DOOR = "submissions/forms", "submissions/views", "submissions/desk/gate.py"
GROUP, SETTINGS = "alliances/models/alliance.py", "alliance_directory/settings.py"
TEXT, PLAIN = "alliances/text.py", "def validate_plain_text(text: str) -> None:\n"
ADDRESS = "def validate_web_address(url: str) -> None:\n"
NO_KEY = Change(MODELS, "form_key=form_key, **columns", "form_key=None, **columns")
ANY_STATE = Change(RECORD, "filter(pk=self.pk, state__in=list(from_states))", "filter(pk=self.pk)")
NO_QUESTION = Change("submissions/models/decision.py", "self.state != State.PENDING", "False")
ANY_REVISION = Change(RECORD, "rows = rows.filter(revision=seen)", "pass")

GUARDS = [
    Guard(ONCE, "eight_posts", (NO_KEY,)),
    Guard(ONCE, "never_read", (NO_KEY,)),
    Guard(ONCE, "reloaded", (ANY_STATE, Change(f"{VIEWS}/steps.py", "submission.state != State.DRAFT", "False"))),
    Guard(ONCE, "fresh_form", (Change("submissions/desk/evidence.py", "ALIKE = 90", "ALIKE = 101"),)),
    Guard(
        ONCE,
        "mistake",
        (
            Change(
                f"{VIEWS}/form.py",
                "valid():\n        return show(request, form)",
                "valid():\n        return show(request, SubmitForm())",
            ),
        ),
    ),
    Guard(ONCE, "one_mailbox", (Change("submissions/limits.py", "- period) < most", "- period) < 99"),)),
    Guard(ONCE, "locked_database", (Change(f"{VIEWS}/replies.py", "status=503)", "status=200)"),)),
    Guard(
        SENDER, "forged_choices", (Change(f"{FORMS}/stamps.py", "signing.Signer(salt=KEY).unsign(signed)", "signed"),)
    ),
    Guard(SENDER, "hide_something", (Change(TEXT, PLAIN, f"{PLAIN}    return\n"),)),
    Guard(SENDER, "filled_trap", (Change(f"{FORMS}/submit.py", 'bool(data.get("fax_number"))', "False"),)),
    Guard(SENDER, "at_once", (Change(f"{FORMS}/submit.py", 'settings.LIMITS["form_seconds"]', "0"),)),
    Guard(SENDER, "button_only", (Change(f"{VIEWS}/confirm.py", 'request.method != "POST"', 'request.method == "X"'),)),
    Guard(SENDER, "overtaken", (Change(f"{VIEWS}/confirm.py", "not link.is_current", "False"),)),
    Guard(
        SENDER,
        "forged_and_dead",
        (
            Change(
                "submissions/links.py",
                "signer.unsign_object(token)\n",
                "signer.unsign_object(make(LinkPurpose.CONFIRM, 1, 1))\n",
            ),
        ),
    ),
    Guard(SENDER, "no_public_pages", (Change(TEXT, ADDRESS, f"{ADDRESS}    return\n"),)),
    Guard(SENDER, "five_thousand", (Change("alliance_directory/urls.py", "handler400 = errors.bad_request\n"),)),
    Guard(DESK, "four_approvals", (ANY_STATE, ANY_REVISION)),
    Guard(DESK, "second_decision", (ANY_STATE, ANY_REVISION, NO_QUESTION)),
    Guard(
        DESK,
        "without_the_token",
        (Change(DOOR, "require_POST(allowed(MAY_DECIDE, back)(view))", "allowed(MAY_DECIDE, back)(view)"),),
    ),
    Guard(DESK, "without_the_token", (Change(SETTINGS, '    "django.middleware.csrf.CsrfViewMiddleware",\n'),)),
    Guard(
        DESK,
        "strangers_and_people",
        (
            Change(DOOR, "not admin.site.has_permission(request)", "False"),
            Change(DOOR, "not request.user.has_perm(right)", "False"),
        ),
    ),
    Guard(DESK, "taken_down", (Change(GROUP, "        self.delete()\n"),)),
    Guard(DESK, "twenty_groups", (Change(GROUP, "        if former:\n", "        if False:\n"),)),
    Guard(DESK, "framed", (Change(SETTINGS, '"frame-ancestors": [NONE],'),)),
    Guard(DESK, "undo", (Change(RECORD, "settings.UNDO_MINUTES", "0"),)),
    Guard(
        MAIL,
        "four_senders",
        (Change("submissions/models/mail.py", "objects.due(now).filter(pk=self.pk)", "objects.filter(pk=self.pk)"),),
    ),
    Guard(
        MAIL,
        "thanked_at_once",
        (Change("submissions/mail.py", "mail.note_failure(", "mail.note_sent() or (lambda *a, **k: None)("),),
    ),
    Guard(MAIL, "never_arrive", (Change("submissions/mail.py", "final=_is_final(error)", "final=False"),)),
    Guard(
        PUBLIC, "links_that_groups", (Change("alliances/templatetags/directory.py", ' rel="nofollow ugc noopener"'),)
    ),
    Guard(
        PUBLIC,
        "strangers_wrote",
        (Change("templates/alliances/_card.html", "alliance.summary", "alliance.summary|safe"),),
    ),
    Guard(PUBLIC, "private_and_unlisted", (Change(GROUP, "        self.delete()\n"),)),
    Guard(
        PUBLIC,
        "lines_of_the_log",
        (Change("alliance_directory/logs.py", 'EMAIL_ADDRESS.sub("(address)", text)', "text"),),
    ),
    Guard(PUBLIC, "other_hosts", (Change(SETTINGS, "ALLOWED_HOSTS = ", 'ALLOWED_HOSTS = ["*"] or '),)),
    Guard(PUBLIC, "broken_page", (Change("alliance_directory/urls.py", "handler500 = errors.server_error"),)),
    Guard(PUBLIC, "is_away", (Change(SETTINGS, '    "alliance_directory.middleware.DatabaseTroubleMiddleware",\n'),)),
]


def is_red(guard: Guard) -> bool:
    """Whether the test fails once its guard is gone. Raises ValueError when the guard is not where it was."""
    with tempfile.TemporaryDirectory(prefix="guards-") as folder:
        copy = Path(folder) / "site"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        for change in guard.changes:
            code = (copy / change.path).read_text(encoding="utf-8")
            if change.kept not in code:
                raise ValueError(f"{change.path} does not hold {change.kept!r} any more")
            (copy / change.path).write_text(code.replace(change.kept, change.without), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/served/{guard.module}"]
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        done = subprocess.run([*command, "-k", guard.test], cwd=copy, env=environment, capture_output=True, check=False)
        return done.returncode == 1 and b"\nFAILED " in done.stdout


def main(words: list[str]) -> int:
    green = 0
    for guard in GUARDS:
        if all(word in f"{guard.module} {guard.test}" for word in words):
            red = is_red(guard)
            green += not red
            outcome = "red" if red else "STAYED GREEN"
            gone = "; ".join(f"{change.path}: {change.kept.strip()}" for change in guard.changes)
            print(f"{outcome}: {guard.test} ({guard.module}) without {gone}", flush=True)
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
