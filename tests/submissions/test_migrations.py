"""What migrations do with rows that are there, on a copy of the tables as they were."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE = [("submissions", "0003_towns_around")]


def migrate(to: list[Any]) -> Any:
    """Bring the tables to a state; its models."""
    executor = MigrationExecutor(connection)
    return executor.migrate(to or executor.loader.graph.leaf_nodes()).apps


@pytest.fixture
def former() -> Iterator[Any]:
    """The models of the former tables; today's tables come back in any case."""
    yield migrate(BEFORE)
    migrate([])


@pytest.mark.django_db(transaction=True)
def test_mails_that_outlived_their_record_go_and_failed_ones_lose_their_words(former: Any) -> None:
    now, mails = timezone.now(), former.get_model("submissions", "Mail").objects
    record = former.get_model("submissions", "Submission").objects.create(
        name="Kept", contact_email="kept@example.org", licence_accepted_at=now, state="pending"
    )
    facts = {"kind": "received", "body": "Words and a link", "language": "en", "send_after": now}
    mails.create(to="gone@example.org", submission=None, sent_at=now, **facts)
    mails.create(to="failed@example.org", submission=record, failed_at=now, **facts)
    mails.create(to="waits@example.org", submission=record, **facts)
    mails = migrate([]).get_model("submissions", "Mail").objects
    assert list(mails.order_by("to").values_list("to", "body")) == [
        ("failed@example.org", ""),
        ("waits@example.org", "Words and a link"),
    ]


@pytest.mark.django_db(transaction=True)
def test_administrators_may_erase_and_nobody_else(former: Any) -> None:
    migrate([])
    rights = Group.objects.filter(permissions__codename="erase_submission")
    assert list(rights.values_list("name", flat=True)) == ["Administrators"]
