"""Typed words inside a plain-text mail."""

from django import template

register = template.Library()


@register.filter
def indented(text: str) -> str:
    """Each line four spaces in, as one quotes in a mail."""
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


@register.filter
def clause(text: str) -> str:
    """Words that go on inside a sentence: without a full stop of their own."""
    return text.strip().removesuffix(".")
