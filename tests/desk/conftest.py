"""A moderator at the desk, and what they read there."""

from typing import Any

import pytest
from django.test import Client

from submissions.models import Moderator
from tests.factories import make_moderator


@pytest.fixture
def moderator(db: None) -> Moderator:
    return make_moderator(username="maria", first_name="Maria", last_name="Silva")


@pytest.fixture
def desk(moderator: Moderator) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """A slow hash is for strangers; most tests here sign somebody in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
