"""Addresses of mailboxes: which ones our mail reaches, how they are kept, and how they are written on the way.

A domain is kept as people read it and sent as servers know it (IDNA). A name before the @ is plain ASCII: what carries
others (SMTPUTF8) many mail servers still refuse, and then the sender would wait for a mail that never comes.
"""

import re
import unicodedata
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import salted_hmac

LENGTH, NAME_LENGTH = 254, 64
CODED = "xn--"
# Nothing but name@host: no quotes, list, comment, encoded word or bare host address.
NOT_PLAIN = re.compile(r"=\?|[\s\"(),:;<>\[\]\\]")
_validate_ascii = EmailValidator(allowlist=[])


def tidy_mailbox(text: str) -> str:
    """As it is kept: full-width letters narrowed, no spaces, no final dot, the domain in small letters and decoded."""
    address = "".join(unicodedata.normalize("NFKC", text).split()).replace("\u3002", ".").removesuffix(".")
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{'.'.join(map(_decoded, domain.lower().split('.')))}"


def validate_mailbox(address: str) -> None:
    """Refuse what our mail cannot reach. Raises ValidationError, code "foreign" for a name in other letters."""
    name, _at, domain = address.rpartition("@")
    if not name.isascii():
        raise ValidationError("Letters other than a to z before the @", code="foreign")
    try:
        sent = on_the_wire(address)
    except ValueError as error:
        raise ValidationError("No domain", code="invalid") from error
    if NOT_PLAIN.search(address) or len(sent) > LENGTH or len(name) > NAME_LENGTH:
        raise ValidationError("Not one plain address", code="invalid")
    _validate_ascii(sent)


def on_the_wire(address: str) -> str:
    """With the domain as servers know it: name@xn--mnchen-3ya.example. Raises ValueError for what is no domain."""
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{'.'.join(map(_coded, domain.lower().split('.')))}"


def mailbox_key(address: str) -> str:
    """A keyed hash of a mailbox, the same for all spellings. It cannot be turned back without SECRET_KEY."""
    with suppress(ValueError):  # a domain that was kept before such were refused
        address = on_the_wire(address)
    return salted_hmac("submissions.mailbox", address.lower(), algorithm="sha256").hexdigest()


def _coded(label: str) -> str:
    if label.isascii():
        return label
    if _is_mark(label[0]) or not all(letter.isalnum() or letter == "-" or _is_mark(letter) for letter in label):
        raise ValueError(label)
    return CODED + unicodedata.normalize("NFC", label).encode("punycode").decode("ascii")


def _decoded(label: str) -> str:
    """The label as people read it, where that leads back to the same one."""
    if not label.startswith(CODED) or not label.isascii():
        return label
    try:
        read = label.removeprefix(CODED).encode("ascii").decode("punycode")
        return read if _coded(read) == label else label
    except ValueError:
        return label


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")
