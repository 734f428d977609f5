"""The sender's pages as people read them, and forms as browsers send them."""

import copy
import re
import time
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from submissions.forms.stamps import OPENED
from submissions.models import Mail, Submission

FORM = "/submit/alliance/"
GENT = "town:2797656"
# Answers to step 2: some of them, and all.
MORE = {
    "called": "Verband",
    "kind": "association",
    "website": "lakeside.example.org/group",
    "who_can_join": ["spaces", "runners"],
    "fee": "paid",
    "fee_note": "50 euros a year",
    "join_url": "https://lakeside.example.org/join",
}
EVERYTHING = {
    **MORE,
    "links": "facebook.com/groups/lakeside\nhttps://chat.whatsapp.com/abc",
    "public_email": "hello@lakeside.example.org",
    "admission_window": "in January and June",
    "membership_rules": "Open for a year.",
    "community": "women who run spaces",
    "benefits": ["health_insurance"],
    "note_health_insurance": "COHIP",
    "note_events": "A breakfast each month",
    "mentors_new_alliances": "on",
    "description": "We began in 2011.\n\nWe go on.",
    "other_names": "Lakeside Collective",
    "acronym": "LSC",
    "own_values": "coopetition, patience; coopetition",
    "languages": "Deutsch, french、pt",
    "text_language": "English",
    "member_spaces": "11",
    "locations": "15",
    "founded_year": "2011",
    "legal_form": "Verein",
    "contact_name": "Ada",
    "contact_role": "on the board",
    "second_name": "Grace",
    "second_email": "grace@example.org",
    "A3": "We vote each spring.",
}

Page = html.HtmlElement


def page(response: HttpResponse) -> Page:
    return html.fromstring(response.content.decode())


def words(element: Page) -> str:
    """The text, with a space between what stands on lines of its own."""
    element = copy.deepcopy(element)
    element.tail = None
    for block in element.iter("br", "p", "li", "dt", "dd", "div", "h1", "h2", "h3", "section", "label", "legend"):
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())


def read(response: HttpResponse) -> str:
    """The text of the main part of a page, single spaces."""
    return words(page(response).get_element_by_id("main"))


def heading(response: HttpResponse) -> str:
    return words(page(response).find(".//h1"))


def title(response: HttpResponse) -> str:
    return words(page(response).find(".//title"))


def summary(response: HttpResponse) -> list[tuple[str, str]]:
    """The error summary: (id it leads to, words)."""
    links = page(response).xpath("//main/div[@role='alert']//a")
    return [(link.get("href").removeprefix("#"), words(link)) for link in links]


def alert(response: HttpResponse) -> str:
    """The heading of the notice at the top, or nothing."""
    found = page(response).xpath("//main/div[@role='alert']/h2")
    return words(found[0]) if found else ""


def feedback(response: HttpResponse) -> list[str]:
    """The messages at the fields, in the order of the page."""
    return [words(one) for one in page(response).xpath("//*[@class='invalid-feedback']//strong")]


def typed(response: HttpResponse) -> dict[str, list[str]]:
    """What a browser would send from the first POST form of a page: names to values."""
    form = page(response).xpath("//form[@method='post']")[0]
    values: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@name and @type != 'submit'] | .//select[@name] | .//textarea[@name]"):
        if field.get("type") not in {"checkbox", "radio"}:
            values.setdefault(field.name, []).append((field.value or "").removeprefix("\n"))  # so in a textarea
        elif field.get("checked") is not None:
            values.setdefault(field.name, []).append(field.get("value", "on"))
    values.pop("csrfmiddlewaretoken", None)
    return values


def post_forms(response: HttpResponse) -> int:
    return len(page(response).xpath("//form[translate(@method, 'POST', 'post') = 'post']"))


def opened(seconds_ago: float) -> str:
    """The signed time of a form that was opened so long ago."""
    return signing.Signer(salt=OPENED).sign(f"{time.time() - seconds_ago:.1f}")


def answers(**overrides: Any) -> dict[str, Any]:
    """What a person types in step 1; None leaves a field out."""
    typed_values = {
        "contact_email": "sender@example.org",
        "name": "Coworking Ontario",
        "covers": ["ca-on"],
        "space_1_name": "Lakeside",
        "space_1_town": "Toronto",
        "space_1_page": "https://lakeside.example.org/",
        "space_2_name": "Harbour",
        "space_3_name": "Mill",
        "summary": "We share day passes.",
        "licence": "on",
        **overrides,
    }
    return {name: value for name, value in typed_values.items() if value is not None}


def open_form(client: Client) -> dict[str, Any]:
    """The hidden fields of a form that was opened a minute ago."""
    hidden = typed(client.get(FORM))
    return {"form_key": hidden["form_key"][0], "opened": opened(60)}


def submit(client: Client, /, **overrides: Any) -> HttpResponse:
    """Open the form, fill it in and send it; the answer itself, not what it leads to."""
    return client.post(FORM, {**open_form(client), **answers(**overrides)})


def make_draft(client: Client, /, **overrides: Any) -> Submission:
    response = submit(client, **overrides)
    assert response.status_code == 303, feedback(response)
    return Submission.objects.latest("pk")


def send(client: Client, submission: Submission) -> HttpResponse:
    """Press "Send it" on the check page, and read where that leads."""
    return client.post(at(submission, "check"), follow=True)


def at(submission: Submission, name: str = "status", *, link: str = "draft") -> str:
    """The address of a page of a record, by its draft or status link."""
    token = submission.draft_link if link == "draft" else submission.status_link
    return reverse(f"submissions:{name}", args=[token])


def links_in(mail: Mail) -> list[str]:
    """The private links of a mail, as paths."""
    return re.findall(r"^http://127\.0\.0\.1:8000(/submissions/\S{40,})$", mail.body, re.M)


def last_mail() -> Mail:
    return Mail.objects.latest("pk")


def save_more(client: Client, submission: Submission, **answers: object) -> HttpResponse:
    """Change some answers of step 2, and press its button."""
    path = at(submission, "more")
    return client.post(path, {**typed(client.get(path)), **answers})
