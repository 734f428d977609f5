"""Become the web server: Granian with the one set of options that `make run` and the service unit share.

What the environment says of Granian's options (GRANIAN_WORKERS, GRANIAN_HOST …) goes before what stands here.
"""

import os
import sys
from pathlib import Path

from deploy.development import port

OPTIONS = {
    "HOST": "127.0.0.1",
    "INTERFACE": "wsgi",
    "HTTP": "1",
    "WEBSOCKETS": "false",
    # A worker is one process with one interpreter lock: more of them than cores only costs memory.
    "WORKERS": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1),
    # More than the lock needs: a client that sends its form byte by byte holds one.
    "BLOCKING_THREADS": "8",
    # Idle keep-alive connections count too; the time-out below ends them.
    "BACKPRESSURE": "1000",
    "HTTP1_HEADER_READ_TIMEOUT": "10000",
    # A worker that dies is replaced; one that dies at once ends the server.
    "RESPAWN_FAILED_WORKERS": "true",
    "WORKERS_KILL_TIMEOUT": "5",
    "LOG_LEVEL": "error",
    # The access log would hold what people search for.
    "LOG_ACCESS_ENABLED": "false",
}


def environment() -> dict[str, str]:
    """The environment of the server: ours, with every option that it does not set."""
    values = {f"GRANIAN_{name}": value for name, value in OPTIONS.items()}
    return {**values, "GRANIAN_PORT": str(port()), **os.environ}


def main() -> None:
    os.umask(0o077)  # the database and its journal are for their owner alone
    granian = str(Path(sys.executable).with_name("granian"))
    os.execve(granian, [granian, "alliance_directory.wsgi:application"], environment())


if __name__ == "__main__":
    main()
