"""The entry point of web servers."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from alliance_directory.collector import spare_collector
from alliance_directory.content_type import plain_content_type
from alliance_directory.journal import keep_journal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance_directory.settings")

django_application = get_wsgi_application()
journal = keep_journal()
spare_collector()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    environ["CONTENT_TYPE"] = plain_content_type(environ.get("CONTENT_TYPE", ""), environ["REQUEST_METHOD"])
    return django_application(environ, start_response)
