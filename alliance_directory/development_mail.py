"""Mail in development: printed, and kept as readable text files under DATA_DIR/mail/. Nothing leaves the machine."""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class ReadableFiles(BaseEmailBackend):
    """One file a mail, named by time and receiver, with the headers a person looks at and the text as sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = settings.DEVELOPMENT_MAIL_DIR
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            message.message()  # what a mail server would refuse, such as a line break in a header, fails here too
            text = as_text(message)
            receiver = re.sub(r"[^\w.@-]", "_", message.to[0])[:60]
            path = folder / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}-{receiver}.txt"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            print(f"\n{text}\n(kept in {path})", flush=True)
        return len(email_messages)


def as_text(message: EmailMessage) -> str:
    lines = [
        f"From: {message.from_email}",
        f"To: {', '.join(message.to)}",
        f"Reply-To: {', '.join(message.reply_to)}",
        f"Subject: {message.subject}",
        *(f"{name}: {value}" for name, value in message.extra_headers.items()),
    ]
    return "\n".join(lines) + f"\n\n{message.body}"
