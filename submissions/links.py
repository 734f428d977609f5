"""Links that open one record without an account: signed, nothing stored to leak.

A link holds (purpose, key, generation); raising the generation on the record revokes it. Lifetimes: LINK_DAYS in
settings; draft and status links live as long as their record lets them.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from submissions.choices import LinkPurpose

SALT = "submissions.link"


class DeadLink(Exception):
    """Not one of ours, or cut off on the way."""


class ExpiredLink(Exception):
    """One of ours, too old: `claim` still says for which record."""

    def __init__(self, claim: "Claim") -> None:
        super().__init__(claim)
        self.claim = claim


@dataclass(frozen=True)
class Claim:
    """What a genuine link says."""

    purpose: LinkPurpose
    pk: int
    generation: int


def make(purpose: LinkPurpose, pk: int, generation: int) -> str:
    """The token of a link: URL-safe text with a 256-bit signature."""
    return signing.TimestampSigner(salt=SALT).sign_object([purpose.value, pk, generation])


def read(token: str) -> Claim:
    """What a token claims. Raises DeadLink or ExpiredLink."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        purpose, pk, generation = signer.unsign_object(token)
        claim = Claim(LinkPurpose(purpose), int(pk), int(generation))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise DeadLink from error
    days = settings.LINK_DAYS.get(claim.purpose.value)
    if days is not None:
        try:
            signer.unsign_object(token, max_age=timedelta(days=days))
        except signing.SignatureExpired as error:
            raise ExpiredLink(claim) from error
    return claim


def absolute(name: str, *args: object) -> str:
    """The address of a page as it stands in a mail."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
