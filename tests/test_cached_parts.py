"""Parts of pages are made once and kept; while somebody works on the templates nothing is."""

import runpy

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.utils import make_template_fragment_key
from django.template import Context, Template
from django.test import override_settings

SETTINGS = settings.BASE_DIR / "alliance_directory" / "settings.py"


def second_time() -> str:
    """What a kept part says when its template was changed in between."""
    before, after = (
        Template("{% load cache %}{% cache None part %}" + word + "{% endcache %}") for word in ("before", "after")
    )
    cache.delete(make_template_fragment_key("part"))
    before.render(Context())
    return after.render(Context())


@pytest.mark.parametrize(("debug", "shown"), [("true", "after"), ("false", "before")])
def test_a_changed_template_shows_at_once_only_in_debug(
    debug: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBUG", debug)
    monkeypatch.setenv("SITE_URL", "http://127.0.0.1:8000")
    with override_settings(CACHES=runpy.run_path(str(SETTINGS))["CACHES"]):
        assert second_time() == shown
