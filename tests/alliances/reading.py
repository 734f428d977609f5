"""A page as a visitor reads it: its words without the markup, its headings, its links."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

SILENT = {"script", "style", "title", "meta"}


class Page(HTMLParser):
    """The main part of a response. `text` has single spaces."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[str] = []
        self.cards: list[str] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self.html = response.content.decode()
        self.title = re.sub(r"\s+", " ", re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)[1]).strip()
        self.feed(re.search(r"<main.*</main>", self.html, re.DOTALL)[0])
        self.text = tidy("".join(self._words))
        self.headings = [tidy(heading) for heading in self.headings]
        self.cards = [tidy(card) for card in self.cards]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag in {"h1", "h2", "h3"}:
            self.headings.append("")
        if tag == "article":
            self.cards.append("")
        if tag in {"p", "li", "div", "dt", "dd", "br", "h1", "h2", "h3", "tr", "td", "th"}:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if {"h1", "h2", "h3"} & set(self._open):
            self.headings[-1] += data
        if "article" in self._open:
            self.cards[-1] += data


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace(" ,", ",")
