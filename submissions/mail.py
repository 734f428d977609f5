"""Sending what lies in the outbox: outside any request and any transaction, once, patiently."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

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
        compose(mail).send()
    except Exception as error:  # whatever the server or the network does, the mail stays in the outbox
        mail.note_failure(f"{type(error).__name__}: {_reply(error)}", final=_is_final(error))
        logger.warning("mail %s (%s) not sent: %s", mail.pk, mail.kind, type(error).__name__)
        return False
    mail.note_sent()
    return True


def compose(mail: Mail) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        reply_to=[settings.MODERATORS_EMAIL],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
        },
    )


def _is_final(error: Exception) -> bool:
    """The server knows that this mailbox will never take it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _reply in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def _reply(error: Exception) -> str:
    """What the server said, without the address it said it about."""
    code = getattr(error, "smtp_code", None)
    return str(code) if code else ("refused" if isinstance(error, smtplib.SMTPRecipientsRefused) else "no answer")
