"""Folding, tidying and refusing text."""

import pytest
from django.core.exceptions import ValidationError

from alliances.text import fold, tidy, validate_has_letter, validate_plain_text, validate_web_address


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("São Tomé", "sao tome"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "isparta"),
        ("Isparta", "isparta"),
        ("Kraków's", "krakows"),
        ("Saint-Denis (93)", "saint denis 93"),
        ("القَاهِرَة", "القاهرة"),
        ("東京", "東京"),
        ("हिन्दी", "हिन्दी"),
        ("...", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_tidy_keeps_lines_only_where_they_are_meant() -> None:
    assert tidy("  a\u200e \n\n\n\n b\t c ") == "a b c"
    assert tidy("  a \r\n\n\n\n b\t c ", lines=True) == "a\n\nb c"


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb",
        "a\u2066b",
        "a\u200bb",
        "a\ufeffb",
        "a\x00b",
        "a\x1bb",
        "co\u200dworking",
        "\u200dx",
        "e" + 40 * "\u0301",
    ],
)
def test_hidden_characters_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_plain_text(text)


@pytest.mark.parametrize(
    "text",
    ["می‌خواهم", "👩‍💻 Women", "क्‍ष", "עברית", "한국어", "a\nb", "שִׁ֣", "e\u0323\u0302\u0301", "Zoë & “friends” {{7*7}}"],
)
def test_every_script_is_a_normal_name(text: str) -> None:
    validate_plain_text(text)


@pytest.mark.parametrize("text", ["", "   ", "---", "!!!"])
def test_a_name_needs_a_letter(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_has_letter(text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "vbscript:x", "//example.org", "ftp://example.org", "https://",
        "https://user@example.org", "https://user:pass@example.org", "https:\\example.org", "https://example.org\\@evil.org",
        "http://localhost", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/",
        "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "http://printer.local/", "http://intranet/",
        "https://example.org/<script>", "https://exa mple.org", "https://example.org:99999999/",
    ],
)  # fmt: skip
def test_only_public_web_addresses_pass(url: str) -> None:
    with pytest.raises(ValidationError):
        validate_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://www.example.org/a?b=c#d",
        "https://münchen.de/",
        "https://xn--mnchen-3ya.de/",
        "https://8.8.8.8/",
    ],
)
def test_public_web_addresses_pass(url: str) -> None:
    validate_web_address(url)
