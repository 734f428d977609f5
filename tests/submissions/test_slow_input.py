"""Text made to keep a careless pattern busy: every field answers at once, whatever its length (trust case 36)."""

import time
from typing import Any

import pytest
from django.test import Client

from tests.submissions.pages import FORM, answers, open_form

pytestmark = pytest.mark.django_db

LONG, SHORT = 100_000, 10_000  # characters
AT_MOST = 1.0  # seconds
NOISE = 0.1  # seconds that another process may take
PATTERNS = ["(a+)+$", " ", "\u0301", "<", "&#x", "http://a.", "a@", "é,", "\r\n"]
FIELDS = [
    "contact_email", "name", "area_search", "covers", "excludes", "coverage_note", "space_1_name", "space_1_page",
    "space_1_town", "summary", "opened", "licence",
]  # fmt: skip


def seconds(client: Client, form: dict[str, Any]) -> float:
    began = time.monotonic()
    response = client.post(FORM, form)
    taken = time.monotonic() - began
    assert response.status_code in {200, 303}
    return taken


@pytest.mark.parametrize("field", FIELDS)
def test_no_text_keeps_the_form_busy(client: Client, field: str) -> None:
    form = {**open_form(client), **answers()}
    for pattern in PATTERNS:
        text = pattern * (LONG // len(pattern)) + "!"
        short, long = (seconds(client, {**form, field: text[-length:]}) for length in (SHORT, LONG))
        assert long < AT_MOST, pattern
        assert long <= 25 * short + NOISE, pattern
