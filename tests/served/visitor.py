"""Somebody with a browser, over a socket: keeps cookies, sends forms with their tokens, reads pages."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape
from typing import Any

import requests
from lxml import html

from tests.served.site import ROOT, Site, connect, database_of, environment_of_site

FORM = "/submit/alliance/"
QUEUE = "/admin/submissions/submission/"
GROUPS = "/admin/alliances/alliance/"
PASSWORD = "made for these tests only"

Answer = requests.Response


def words(answer: Answer) -> str:
    """The text of a page: no tags, no scripts, single spaces."""
    text = re.sub(r"(?s)<(script|style|title).*?</\1>|<[^>]*>", " ", answer.text)
    return " ".join(unescape(text).split())


def heading(answer: Answer) -> str:
    found = re.search(r"(?s)<h1[^>]*>(.*?)</h1>", answer.text)
    return " ".join(unescape(re.sub("<[^>]*>", "", found[1])).split()) if found else ""


def typed(answer: Answer) -> dict[str, list[str]]:
    """What a browser would send from the POST form in the main part of a page: names to values."""
    form = html.fromstring(answer.text).xpath("//main//form[@method='post']")[0]
    values: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@name and @type != 'submit'] | .//select[@name] | .//textarea[@name]"):
        if field.get("type") not in {"checkbox", "radio"}:
            values.setdefault(field.name, []).append((field.value or "").removeprefix("\n"))
        elif field.get("checked") is not None:
            values.setdefault(field.name, []).append(field.get("value", "on"))
    return values


class Visitor:
    """One browser. Redirects are followed; `token` is that of the last form seen."""

    def __init__(self, site: Site) -> None:
        self.site, self.session, self.token = site, requests.Session(), ""

    def get(self, path: str, **options: Any) -> Answer:
        return self._seen(self.session.get(self.site.url + path, timeout=30, **options))

    def post(self, path: str, data: Any = None, **options: Any) -> Answer:
        sent = {"csrfmiddlewaretoken": self.token, **(data or {})}
        return self._seen(self.session.post(self.site.url + path, sent, timeout=40, **options))

    def _seen(self, answer: Answer) -> Answer:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
        self.token = found[1] if found else self.token
        return answer


class Sender(Visitor):
    """Somebody who lists a group. `opened`: the signed time of a form that was opened long enough ago."""

    def __init__(self, site: Site, opened: str) -> None:
        super().__init__(site)
        self.opened = opened

    def fill(self, **overrides: Any) -> dict[str, Any]:
        """A fresh form, filled in; None leaves a field out."""
        answers = {
            "form_key": typed(self.get(FORM))["form_key"][0],
            "opened": self.opened,
            "contact_email": "sender@example.org",
            "name": "Coworking Ontario",
            "covers": ["ca-on"],
            "space_1_name": "Lakeside",
            "space_2_name": "Harbour",
            "space_3_name": "Mill",
            "summary": "We share day passes.",
            "licence": "on",
            **overrides,
        }
        return {name: value for name, value in answers.items() if value is not None}

    def submit(self, **overrides: Any) -> Answer:
        """Fill the form in and send it; the page one lands on."""
        return self.post(FORM, self.fill(**overrides))

    def send(self, **overrides: Any) -> Answer:
        """All the way to "check your email"."""
        more = self.submit(**overrides)
        assert heading(more) == "A little more about your group", words(more)
        path = more.url.removeprefix(self.site.url)
        self.post(path, {**typed(more), "kind": overrides.get("kind", "alliance")})
        return self.post(path.replace("/more/", "/check/"))


class Volunteer(Visitor):
    """A moderator at the desk."""

    def sign_in(self, name: str = "volunteer", password: str = PASSWORD) -> Answer:
        self.get("/admin/login/")
        return self.post("/admin/login/", {"username": name, "password": password, "next": "/admin/"})

    def decide(self, key: int, verb: str, **overrides: Any) -> Answer:
        """Open the review page of a record and press a button."""
        return self.post(f"{QUEUE}{key}/{verb}/", {**self.review(key), **overrides})

    def review(self, key: int) -> dict[str, Any]:
        """What the review page would send with nothing changed."""
        page = html.fromstring(self.get(f"{QUEUE}{key}/change/").text)
        covers = page.xpath("//input[@name='covers'][@checked]/@value")
        [seen] = set(page.xpath("//input[@name='seen']/@value"))
        [name] = page.xpath("//input[@name='name']/@value")
        return {"seen": seen, "name": name, "kind": "alliance", "life": "active", "covers": covers}


def rows(site: Site, query: str, *values: Any) -> list[Any]:
    """What the database of the site says, read only."""
    address = database_of(site.data_dir)
    if address:
        with closing(connect(address)) as database, database.cursor() as cursor:
            cursor.execute(query.replace("?", "%s"), values)
            return list(cursor.fetchall())
    with closing(sqlite3.connect(f"file:{site.data_dir}/directory.sqlite3?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def count(site: Site, table: str) -> int:
    return int(rows(site, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608  # a name of ours


def manage(site: Site, *arguments: str, **extra: str) -> str:
    """Run manage.py at the site, as its operator would; what it prints."""
    environment = {**environment_of_site(site.data_dir, site.port), **extra}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def ask(site: Site, code: str) -> Any:
    """Run Python at the site with the names of its console; `say(value)` hands a JSON value back."""
    return site.console.ask(code)


def make_volunteers(site: Site) -> None:
    """A moderator, another one, an administrator, and somebody who may sign in and has no rights."""
    ask(
        site,
        f"""
password = make_password({PASSWORD!r})  # once for all: it is meant to take long
right = {{"volunteer": "Moderators", "second": "Moderators", "chief": "Administrators", "nobody": None}}
for name, group in right.items():
    person = Moderator.objects.create(username=name, email=name + "@example.org", password=password, is_staff=True)
    person.groups.set(Group.objects.filter(name=group))
""",
    )
