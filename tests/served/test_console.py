"""The console of a site: what is said comes back, however the code before it printed, failed or ended."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served.console import Console
from tests.served.site import environment_of_site

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """One without a database: nothing here asks for it."""
    console = Console(environment_of_site(tmp_path_factory.mktemp("console")))
    yield console
    console.close()


@pytest.mark.parametrize("printed", ["text", "text\n", '[1, ""]\n', ""])
def test_what_code_prints_is_no_answer(console: Console, printed: str) -> None:
    assert console.ask(f"print({printed!r}, end=''); say(7)") == 7


def test_code_that_says_nothing_is_answered_by_nothing(console: Console) -> None:
    assert console.ask("1 + 1") is None


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("say(1); missing", "NameError: name 'missing' is not defined"),
        ("say({1})", "TypeError: Object of type set is not JSON serializable"),
        ("this is no Python", "SyntaxError: invalid syntax"),
        ("sys.exit('enough')", "SystemExit: enough"),
    ],
)
def test_code_that_fails_tells_the_caller_why_and_the_console_lives_on(
    console: Console, code: str, failure: str
) -> None:
    with pytest.raises(RuntimeError) as caught:
        console.ask(code)
    assert failure in str(caught.value)
    assert str(caught.value).endswith(f"\n{code}")
    assert console.ask("say('on')") == "on"


def test_console_that_has_ended_says_so_each_time(tmp_path: Path) -> None:
    console = Console(environment_of_site(tmp_path))
    for code in ("import os; os._exit(3)", "say(1)"):
        with pytest.raises(RuntimeError, match=f"has ended.*\n{re.escape(code)}"):
            console.ask(code)
    console.close()
    assert console.process.returncode == 3
