"""Log lines without personal data: one line an event, no query strings, no addresses; errors mailed hourly at most."""

import logging
import re
import threading
import time
from contextvars import ContextVar

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
EMAIL_ADDRESS = re.compile(r"[^\s@<>'\"=,;:]+@[^\s@<>'\",;:]+")
QUERY_STRING = re.compile(r"\?[^\s'\"]*")
LINK_TOKEN = re.compile(r"(/submissions/)[^/\s]{20,}")
HOUR = 3600


def without_personal_data(text: str) -> str:
    """The text with addresses, query strings and the tokens of private links taken out."""
    return LINK_TOKEN.sub(r"\1…", QUERY_STRING.sub("", EMAIL_ADDRESS.sub("(address)", text)))


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        return True


class NoPersonalDataFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_personal_data(record.getMessage()), ()
        return True


class OneLineFormatter(logging.Formatter):
    """Line breaks inside a message or a trace are written as \\n: a log line cannot be forged."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(self, ei: object) -> str:
        return without_personal_data(super().formatException(ei))  # type: ignore[arg-type]  # as logging calls it


class HourlyAdminMail(logging.Handler):
    """Errors to MODERATORS_EMAIL, at most once an hour for each place they come from, never holding up a request."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        place = f"{record.pathname}:{record.lineno}"
        if record.exc_info and record.exc_info[2]:
            trace = record.exc_info[2]
            while trace.tb_next:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        now = time.monotonic()
        if now - self.told.get(place, -HOUR) < HOUR:
            return
        self.told[place] = now
        text = self.format(record).replace("\\n", "\n")
        threading.Thread(target=tell_admins, args=(f"Error at {place[-120:]}", text), daemon=True).start()


def tell_admins(subject: str, text: str) -> None:
    """Mail MODERATORS_EMAIL; where the mail server is down too, the log says so and that is all."""
    try:
        EmailMessage(subject=f"{settings.SITE_NAME}: {subject}", body=text, to=[settings.MODERATORS_EMAIL]).send()
    except Exception as error:
        logger.warning("the administrators were not told: %s", type(error).__name__)
