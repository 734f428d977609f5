"""What holds for all tests against a served site."""

import pytest


@pytest.fixture(autouse=True)
def _geography() -> None:
    """These tests talk to another process: they need no database of their own."""
