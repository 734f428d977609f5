"""A mail server on this machine, for as long as a test lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.served.site import free_port


@contextmanager
def mail_server(handler: Any) -> Iterator[str]:
    """The EMAIL_URL that leads to it. `handler`: as of aiosmtpd, with `handle_DATA`."""
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()
