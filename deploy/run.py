"""The whole site with one command: `make run`, and `make dev` with reloading and debug pages.

The production path with development values: tables, data and static files are prepared in this process, then
the web server and the worker that sends mail and keeps house run as two processes until Ctrl-C.
"""

import http.client
import os
import socket
import sys
import time

import django
from django.conf import settings
from django.db import DatabaseError

from alliance_directory.environment import stop
from deploy.development import default, port, set_values
from deploy.preparation import MODERATOR, prepare, say
from deploy.processes import Group

HOST = "127.0.0.1"
WEB = [sys.executable, "-m", "deploy.web"]
WORK = [sys.executable, "manage.py", "work"]
ANSWERS_WITHIN = 60.0  # seconds


def refuse_busy_port(number: int) -> None:
    """Stop with one line when something listens on the port already.

    Asked before anything is prepared; and Granian would not notice, for it shares its port among its workers.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as error:
            stop(f"port {number} cannot be used ({error.strerror}); try: make run PORT={number + 1}")


def answers(number: int) -> bool:
    """Whether the web server answers a request, whatever it says."""
    connection = http.client.HTTPConnection(HOST, number, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def wait_for_web(processes: Group, number: int) -> bool:
    """Wait for the first answer; False when a process ended, we were stopped or it took too long."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < deadline and not processes.ended():
        if answers(number):
            return True
        if processes.stopped.wait(0.1):
            return False
    return False


def how_to_sign_in(password: str | None) -> str:
    if os.environ.get("DEMO_PASSWORD"):
        return "password: the one in DEMO_PASSWORD"
    return f"password: {password}" if password else "password as before (DEMO_PASSWORD=… sets another)"


def welcome(password: str | None) -> None:
    lines = ["", f"  {settings.SITE_NAME} is running at {settings.SITE_URL}/"]
    if settings.DEVELOPMENT:
        lines += [
            f"  Moderators' desk: {settings.SITE_URL}/admin/",
            f"  Sign in as {MODERATOR}, {how_to_sign_in(password)}",
            f"  Its mails are printed here and kept in {settings.DATA_DIR / 'mail'}",
        ]
    say("\n".join([*lines, "  Stop with Ctrl-C.", ""]))


def serve(web: list[str], password: str | None) -> int:
    """Run both processes until one ends or we are asked to stop. Returns the exit code."""
    processes = Group({"web server": web, "worker": WORK})
    try:
        if wait_for_web(processes, port()):
            welcome(password)
        ended = processes.wait()
    finally:
        processes.end()
    for name, code in ended.items():
        say(f"alliance-directory: the {name} ended by itself (exit code {code}); all is stopped")
    return 1 if ended else 0


def main(mode: str = "run") -> int:
    refuse_busy_port(port())
    set_values(make_key=True)
    web = WEB
    if mode == "dev":
        default("DEBUG", "true")
        web = [sys.executable, "manage.py", "runserver", f"{HOST}:{port()}"]
    django.setup()
    try:
        password = prepare()
    except DatabaseError as error:
        stop(f"the database cannot be used: {str(error).strip()}")
    return serve(web, password)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:2]))
    except KeyboardInterrupt:
        stop("stopped before all was prepared; the next start goes on from there")
