"""Sending what lies in the outbox: outside any request and any transaction, once, patiently."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from submissions.mailbox import on_the_wire, validate_mailbox
from submissions.models import Mail

logger = logging.getLogger(__name__)


def deliver_due() -> int:
    """Send what is due; returns how many were sent. Several may run at once: each mail is claimed first."""
    sent = 0
    for mail in Mail.objects.due(timezone.now()):
        if mail.claim(timezone.now()):
            sent += deliver(mail)
    return sent


def deliver(mail: Mail) -> bool:
    """Hand one claimed mail to the mail server and note how it went."""
    try:
        message = compose(mail)
    except Exception as error:  # what cannot be written never can: it must not wait for a better day
        return _note(mail, f"cannot be written: {type(error).__name__}", final=True)
    try:
        message.send()
    except Exception as error:  # whatever the server or the network does, the mail stays in the outbox
        return _note(mail, f"{type(error).__name__}: {_reply(error)}", final=_is_final(error))
    mail.note_sent()
    return True


def compose(mail: Mail) -> EmailMessage:
    """The message, written out once to see that it can be. Raises what Django, or an address that is none, raises."""
    validate_mailbox(mail.to)
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[on_the_wire(mail.to)],
        reply_to=[settings.MODERATORS_EMAIL],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
        },
    )
    message.message()
    return message


def _note(mail: Mail, error: str, *, final: bool) -> bool:
    mail.note_failure(error, final=final)
    logger.warning("mail %s (%s) not sent: %s", mail.pk, mail.kind, error)
    return False


def _is_final(error: Exception) -> bool:
    """The server knows that this mailbox will never take it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _reply in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def _reply(error: Exception) -> str:
    """What the server said, without the address it said it about."""
    code = getattr(error, "smtp_code", None)
    return str(code) if code else ("refused" if isinstance(error, smtplib.SMTPRecipientsRefused) else "no answer")
