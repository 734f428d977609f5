"""What protects, and which test must fail without it: the list that guards.py goes through."""

from typing import NamedTuple

ONCE, SENDER = "served/test_form_is_sent_once.py", "served/test_sender_is_guarded.py"
DESK, MAIL = "served/test_desk_is_guarded.py", "served/test_mail_arrives_once.py"
REGIONS, HOSTILE = "desk/test_regions.py", "desk/test_hostile.py"
LATER, BROWSER = "served/test_later_pages_are_guarded.py", "journeys/test_hostile_text.py"
PUBLIC, REQUESTS = "served/test_public_pages_are_guarded.py", "served/test_requests_are_read.py"
ERASURE, DISK, READING = "served/test_erasure_is_whole.py", "served/test_disk_is_full.py", "journeys/test_reading.py"


class Change(NamedTuple):
    """In the file `path`, `kept` becomes `without`."""

    path: str
    kept: str
    without: str = ""


class Guard(NamedTuple):
    """What protects, and the test of tests/<module> that must fail once it is gone."""

    module: str
    test: str
    changes: tuple[Change, ...]


MODELS, RECORD = "submissions/models/submission.py", "submissions/models/record.py"
FORMS, VIEWS, DOOR = "submissions/forms", "submissions/views", "submissions/desk/gate.py"
GROUP, SETTINGS = "alliances/models/alliance.py", "alliance_directory/settings.py"
LIST, OUTBOX = "templates/alliances/alliance_list.html", "submissions/models/mail.py"
TEXT, PLAIN = "alliances/text.py", "def validate_plain_text(text: str) -> None:\n"
ADDRESS = "def validate_web_address(url: str) -> None:\n"
SITE, ANYWHERE = "submissions/desk/site.py", "    LoginView.get_redirect_url = lambda view: view.request.POST['next']\n"
HANDLERS = "alliance_directory/urls.py"
NO_KEY = Change(MODELS, "form_key=form_key, **columns", "form_key=None, **columns")
ANY_STATE = Change(RECORD, "filter(pk=self.pk, state__in=list(from_states))", "filter(pk=self.pk)")
NO_QUESTION = Change("submissions/models/decision.py", "self.state != State.PENDING", "False")
ANY_REVISION = Change(RECORD, "rows = rows.filter(revision=seen)", "pass")

GUARDS = [
    Guard(ONCE, "eight_posts", (NO_KEY,)),
    Guard(ONCE, "never_read", (NO_KEY,)),
    Guard(ONCE, "reloaded", (ANY_STATE, Change(f"{VIEWS}/steps.py", "submission.state != State.DRAFT", "False"))),
    Guard(ONCE, "cut_off", (Change("alliance_directory/middleware.py", "    if not is_whole:\n", "    if False:\n"),)),
    Guard(ONCE, "typed_after", (Change(f"{VIEWS}/form.py", "submission.form_digest != form", "False and form"),)),
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
    Guard(SENDER, "overlong", (Change(f"{FORMS}/fields.py", "            PlainLength(length),\n"),)),
    Guard(SENDER, "one_address", (Change(f"{FORMS}/fields.py", "validate_mailbox(address)", "pass"),)),
    Guard(
        SENDER,
        "any_text_in_any_parameter",
        (Change(LIST, "{{ form.cleaned_data.q }}", "{{ form.cleaned_data.q|safe }}"),),
    ),
    Guard(
        SENDER,
        "any_text_in_any_field",
        (
            Change(
                f"{FORMS}/stamps.py",
                "except signing.BadSignature:\n        return None\n\n\ndef digest",
                "except ZeroDivisionError:\n        return None\n\n\ndef digest",
            ),
        ),
    ),
    Guard(
        SENDER,
        "state_ids_and_rights",
        (
            Change(
                f"{FORMS}/submit.py", "return {**facts, ", 'return {**facts, "state": self.data.get("state", "draft"), '
            ),
        ),
    ),
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
    Guard(SENDER, "five_thousand", (Change(HANDLERS, "handler400 = errors.bad_request\n"),)),
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
    Guard(
        REGIONS,
        "later_of_two",
        (Change("submissions/models/drawing.py", "(known.revision if known else 0) != seen", "False"),),
    ),
    Guard(REGIONS, "what_is_kept", (Change("submissions/desk/regions.py", "not form.was_looked_at", "False"),)),
    Guard(DESK, "framed", (Change(SETTINGS, '"frame-ancestors": [NONE],'),)),
    Guard(DESK, "twenty_groups", (Change(GROUP, '(f"{wanted}-{number}" for number in itertools.count(2))', "[]"),)),
    Guard(DESK, "look_like", (Change("submissions/desk/lookalike.py", ".translate(TWINS)"),)),
    Guard(
        DESK,
        "our_own_pages_only",
        (
            Change(SITE, "    login_form = SignInForm\n", "    login_form = SignInForm\n" + ANYWHERE),
            Change(
                SITE,
                "from django.http import HttpRequest\n",
                "from django.contrib.auth.views import *\nfrom django.http import HttpRequest\n",
            ),
        ),
    ),
    Guard(DESK, "undo", (Change(RECORD, "settings.UNDO_MINUTES", "0"),)),
    Guard(
        MAIL,
        "four_senders",
        (Change(OUTBOX, "objects.due(now).filter(pk=self.pk)", "objects.filter(pk=self.pk)"),),
    ),
    Guard(
        MAIL,
        "thanked_at_once",
        (Change("submissions/mail.py", "mail.note_failure(", "mail.note_sent() or (lambda *a, **k: None)("),),
    ),
    Guard(
        MAIL,
        "killed_in_the_middle",
        (Change(OUTBOX, "Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)", "Q(claimed_at=None)"),),
    ),
    Guard(
        MAIL, "thanked_at_once and dropping", (Change("submissions/mail.py", "final=_is_final(error)", "final=True"),)
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
    Guard(
        PUBLIC,
        "hostile_texts",
        (
            Change(
                "submissions/desk/reading.py", 'format_html("<bdi>{}</bdi>", text)', 'mark_safe(f"<bdi>{text}</bdi>")'
            ),
            Change("submissions/desk/reading.py", "import SafeString", "import SafeString, mark_safe"),
        ),
    ),
    Guard(PUBLIC, "hostile_texts", (Change(OUTBOX, '"name": soften(submission.name)', '"name": submission.name'),)),
    Guard(
        PUBLIC,
        "mail_names_the_site",
        (
            Change(
                "submissions/links.py",
                "{settings.SITE_URL}{reverse(name",
                "http://{settings.ALLOWED_HOSTS[1]}{reverse(name",
            ),
        ),
    ),
    Guard(PUBLIC, "429", (Change(f"{VIEWS}/form.py", "not may_post(client)", "False"),)),
    Guard(PUBLIC, "error_pages", (Change(HANDLERS, "handler400 = errors.bad_request\n"),)),
    Guard(PUBLIC, "error_pages", (Change(HANDLERS, "handler404 = errors.not_found\n"),)),
    Guard(PUBLIC, "error_pages", (Change(SETTINGS, 'CSRF_FAILURE_VIEW = "alliance_directory.errors.csrf_failure"\n'),)),
    Guard(
        REQUESTS,
        "refused_method",
        (Change(SETTINGS, '    "alliance_directory.middleware.AllowedMethodsMiddleware",\n'),),
    ),
    Guard(
        REQUESTS,
        "charset_of_a_question",
        (Change("alliance_directory/content_type.py", '        return ""\n', "        return header\n"),),
    ),
    Guard(
        REQUESTS,
        "another_charset",
        (Change(SETTINGS, '    "alliance_directory.middleware.ReadableFormMiddleware",\n'),),
    ),
    Guard(
        REQUESTS,
        "outlives",
        (Change("alliance_directory/middleware.py", "is_whole = len(request.body) == int(", "is_whole = 1 or int("),),
    ),
    Guard(
        REQUESTS,
        "another_name",
        (Change("alliance_directory/content_type.py", 'UTF_8 = {"", "utf-8", "utf8"}', 'UTF_8 = {"", "utf-8"}'),),
    ),
    Guard(
        ERASURE,
        "withdrawn",
        (
            Change(
                "submissions/models/submission.py",
                "bool(record and record.delete())",
                "bool(record)",
            ),
        ),
    ),
    Guard(
        ERASURE,
        "erased_on_request",
        (
            Change(
                "submissions/models/decision.py",
                'update(submission=None, text="", data=trace)',
                "update(submission=None)",
            ),
        ),
    ),
    Guard(ERASURE, "erased_on_request", (Change(DOOR, "not request.user.has_perm(right)", "False"),)),
    Guard(DISK, "full_disk", (Change("alliance_directory/wsgi.py", "journal = keep_journal()"),)),
    Guard(DISK, "full_disk", (Change(SETTINGS, '    "alliance_directory.middleware.DatabaseTroubleMiddleware",\n'),)),
    Guard(READING, "told_first", (Change("templates/submissions/_errors.html", " autofocus"),)),
    Guard(
        READING,
        "whole_way_by_keyboard",
        (Change("static/site.css", "outline: 3px solid var(--you)", "outline: 0 solid"),),
    ),
    Guard(
        READING,
        "whole_way_by_keyboard",
        (Change("templates/submissions/confirm.html", "<button class", '<button tabindex="-1" class'),),
    ),
    Guard(PUBLIC, "broken_page", (Change(HANDLERS, "handler500 = errors.server_error"),)),
    Guard(PUBLIC, "is_away", (Change(SETTINGS, '    "alliance_directory.middleware.DatabaseTroubleMiddleware",\n'),)),
    Guard(
        LATER,
        "deleted_and_confirmed",
        (
            Change(
                "submissions/models/conversation.py",
                "                raise LostRace(self._why_too_late(None))\n            return\n",
                "                pass\n            else:\n                return\n",
            ),
        ),
    ),
    Guard(
        LATER, "hostile_text_in_every", (Change("templates/submissions/_row.html", "{{ value }}", "{{ value|safe }}"),)
    ),
    Guard(LATER, "without_its_hidden", (Change(f"{FORMS}/submit.py", 'is_ours(data.get(name, "")) is None', "False"),)),
    Guard(LATER, "addresses_of_the_second", (Change(TEXT, ADDRESS, f"{ADDRESS}    return\n"),)),
    Guard(
        LATER,
        "with_a_later_page",
        (
            Change(
                f"{FORMS}/more.py",
                "for name, value in block.facts().items()}",
                "for name, value in block.facts().items()} | {'state': self.data.get('state', 'draft')}",
            ),
        ),
    ),
    Guard(LATER, "too_old", (Change(SETTINGS, '"confirm": 14,', '"confirm": 400,'),)),
    Guard(LATER, "own_token", (Change(f"{VIEWS}/opening.py", "        @csrf_protect\n"),)),
    Guard(LATER, "many_lines", (Change(OUTBOX, '"name": soften(submission.name)', '"name": submission.name'),)),
    Guard(HOSTILE, "looked_for", (Change("submissions/desk/reading.py", "search_form_class = SearchForm", "pass"),)),
    Guard(
        HOSTILE,
        "nothing_else",
        (Change("submissions/desk/reading.py", "lookup in sent", "True"),),
    ),
    Guard(
        BROWSER,
        "nothing_that_was_sent",
        (Change("templates/alliances/_card.html", "alliance.summary", "alliance.summary|safe"),),
    ),
    Guard(
        BROWSER,
        "frame_of_another",
        (
            Change(SETTINGS, '"frame-ancestors": [NONE],'),
            Change(SETTINGS, '    "django.middleware.clickjacking.XFrameOptionsMiddleware",\n'),
        ),
    ),
]
