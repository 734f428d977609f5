"""Addresses of the desk, and pages as people read them."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from alliances.models import Alliance
from submissions.models import Submission

QUEUE = "/admin/submissions/submission/"
GROUPS = "/admin/alliances/alliance/"


def review(submission: Submission) -> str:
    return f"{QUEUE}{submission.pk}/change/"


def verb(submission: Submission, name: str) -> str:
    return f"{QUEUE}{submission.pk}/{name}/"


def group(alliance: Alliance) -> str:
    return f"{GROUPS}{alliance.pk}/change/"


def words(response: HttpResponse) -> str:
    """The text of a page: no tags, single spaces."""
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def messages(response: HttpResponse) -> list[str]:
    """What the page says happened."""
    found = re.search(r'<ul class="messagelist">(.*?)</ul>', response.content.decode(), re.S)
    said = re.findall(r"<li[^>]*>(.*?)</li>", found[1], re.S) if found else []
    return [" ".join(unescape(re.sub(r"<[^>]*>", "", one)).split()) for one in said]


def summary(response: HttpResponse) -> list[str]:
    """The links of the error summary, each of which leads to something on the page."""
    page = response.content.decode()
    found = re.search(r'<div class="errornote" role="alert".*?</div>', page, re.S)
    links = re.findall(r'<a href="#([^"]*)">(.*?)</a>', found[0]) if found else []
    assert [anchor for anchor, _said in links if f' id="{anchor}"' not in page] == []
    return [unescape(said) for _anchor, said in links]


def listed_names(response: HttpResponse) -> list[str]:
    """The names in the first column of a list, in order."""
    return [
        unescape(one)
        for one in re.findall(r'class="field-shown_name"><a [^>]*><bdi>(.*?)</bdi>', response.content.decode())
    ]


def typed(submission: Submission, **overrides: Any) -> dict[str, Any]:
    """What the browser sends from a review page on which nothing was changed."""
    return {
        "seen": submission.revision,
        "name": submission.name,
        "kind": submission.kind,
        "life": submission.life,
        "covers": [region.pk for region in submission.covers.all()]
        + [f"town:{town.pk}" for town in submission.towns.all()],
        "area_search": "",
        "question": "",
        "reason": "",
        "words": "",
        **overrides,
    }


def press(client: Client, submission: Submission, name: str, /, **overrides: Any) -> HttpResponse:
    """Press a button of the review page and read the page one lands on."""
    return client.post(verb(submission, name), typed(submission, **overrides), follow=True)
