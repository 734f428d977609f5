"""Run a few processes as one: they start together, and the end of one is the end of all."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from types import FrameType

GRACE = 10.0  # seconds between being asked to end and being made to
PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def end_with_parent() -> None:
    """Be asked to end by the kernel when the parent is gone, so that kill -9 leaves nothing behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Group:
    """Named child processes, each the leader of a process group of its own.

    A group of its own, so that Ctrl-C in the terminal reaches only us and a child ends when we say so; and
    so that what a child has started ends with it.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self.stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)
        self.children = {
            name: subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)
            for name, command in commands.items()
        }

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.stopped.set()

    def ended(self) -> dict[str, int]:
        """Exit codes of the children that have ended, by name."""
        codes = {name: child.poll() for name, child in self.children.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def wait(self) -> dict[str, int]:
        """Wait until a child ends by itself or we are asked to stop. Returns what ended by itself."""
        while not self.stopped.wait(0.2):
            if ended := self.ended():
                return ended
        return {}

    def end(self) -> None:
        """Ask all to end, wait, and kill by id what is left after the grace time."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
