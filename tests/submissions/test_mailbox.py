"""Which addresses our mail reaches, and that whatever the form takes can be mailed."""

from email.headerregistry import Address

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from submissions.forms.fields import ContactField
from submissions.mail import compose
from submissions.mailbox import mailbox_key, on_the_wire
from submissions.models import Mail
from tests.submissions.pages import alert, at, make_draft, read, submit, summary

IN_FULL = "Enter it in full, such as name@example.org"
FOREIGN = "Our mail does not get through to letters other than a to z before the @. Enter another one"
NAME = st.text(st.sampled_from("aZ0.-+'!#é"), min_size=1, max_size=6)
LABEL = st.text(st.sampled_from("aZ09-éßöжあहि\u0301\u200d"), min_size=1, max_size=8)
ENDING = st.sampled_from(["org", "EXAMPLE.", "рф", "xn--p1ai", "123", "co。jp"])


@pytest.mark.parametrize(
    ("typed", "kept", "sent"),
    [
        ("name@example.org.", "name@example.org", "name@example.org"),
        (" Name @Example.ORG ", "Name@example.org", "Name@example.org"),
        ("o'neil+list@example.org", "o'neil+list@example.org", "o'neil+list@example.org"),
        ("name@MÜNCHEN.example", "name@münchen.example", "name@xn--mnchen-3ya.example"),
        ("name@xn--mnchen-3ya.example", "name@münchen.example", "name@xn--mnchen-3ya.example"),
        ("name@faß.example", "name@faß.example", "name@xn--fa-hia.example"),
        ("name@हिन्दी.example", "name@हिन्दी.example", "name@xn--j2bd4cyah0f.example"),
        ("ｎａｍｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "name@example.org", "name@example.org"),
        (f"name@{'a' * 63}.org", f"name@{'a' * 63}.org", f"name@{'a' * 63}.org"),
    ],
)
def test_address_is_kept_as_people_read_it_and_sent_as_servers_do(typed: str, kept: str, sent: str) -> None:
    assert ContactField().clean(typed) == kept
    assert on_the_wire(kept) == sent
    assert mailbox_key(kept) == mailbox_key(sent.upper())


@pytest.mark.parametrize(
    "typed",
    ["a@b..c", "a@b.example..", "..@b.example", "a..b@b.example", "x@b.example!", f"a@{'b' * 64}.org",
     f"a@{'é' * 60}.org", f"{'a' * 65}@b.example", "a@-b.example", "a@b_c.example", "a@b.123", "a@127.0.0.1", "a@b",
     "a@\u0301b.example", "a@ex\u200bample.org", "@b.example", "a@b@c.example", f"a@{'.'.join(['b' * 60] * 5)}"],
)  # fmt: skip
def test_address_that_no_mail_reaches_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ContactField().clean(typed)
    assert refused.value.messages == [IN_FULL]


@pytest.mark.django_db
def test_name_in_other_letters_is_refused_in_words(client: Client) -> None:
    held = submit(client, contact_email="rené@example.org")
    assert (alert(held), summary(held)) == (
        "There is a problem",
        [("id_contact_email", f"Your email address: our{FOREIGN.removeprefix('Our')}")],
    )


@pytest.mark.django_db
def test_domain_in_other_letters_stays_so_on_the_page(client: Client) -> None:
    draft = make_draft(client, contact_email="name@münchen.example")
    assert "name@münchen.example" in read(client.get(at(draft, "check")))


@examples(max_examples=400, derandomize=True, deadline=None)
@given(typed=st.builds("{}@{}.{}".format, NAME, LABEL, ENDING) | st.text(max_size=30))
def test_whatever_the_field_takes_can_be_mailed(typed: str) -> None:
    try:
        address = ContactField().clean(typed)
    except ValidationError:
        return
    mail = Mail(kind="confirm", pk=1, to=address, subject="x", body="x", language="en", created_at=timezone.now())
    [sent_to] = compose(mail).to
    assert Address(addr_spec=sent_to).addr_spec == sent_to.encode("ascii").decode()
    assert ContactField().clean(address) == address
