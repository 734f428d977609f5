"""What a form carries hidden and signed: when it was opened, and a key that makes it one record."""

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

OPENED = "submissions.form.opened"
KEY = "submissions.form.key"


def fresh_opening() -> str:
    return signing.Signer(salt=OPENED).sign(str(time.time()))


def seconds_open(signed: str) -> float | None:
    """Seconds since the form was opened; None for a stamp that is not ours."""
    try:
        return time.time() - float(signing.Signer(salt=OPENED).unsign(signed))
    except signing.BadSignature:
        return None


def digest(answers: Mapping[str, Any]) -> str:
    """A keyed hash of JSON-ready answers, to tell whether a form that comes again says something new."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    return salted_hmac("submissions.form.answers", text, algorithm="sha256").hexdigest()


def fresh_key() -> str:
    return signing.Signer(salt=KEY).sign(secrets.token_urlsafe(24))


def read_key(signed: str) -> str | None:
    """The key itself; None for one that is not ours."""
    try:
        return signing.Signer(salt=KEY).unsign(signed)
    except signing.BadSignature:
        return None
