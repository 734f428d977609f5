"""Keep Python's garbage collector out of the way of pages."""

import gc

from django.urls import get_resolver

# A page makes some ten thousand objects, nearly all of which go when it is sent. Of the young ones so many are looked
# at together; all objects there are, which takes as long as two or three pages, seventy times less often than Python
# 3.11 does by itself.
THRESHOLDS = (5000, 20, 50)


def spare_collector() -> None:
    """Leave out of every collection what lives as long as the process: the code of the site and its libraries."""
    get_resolver().url_patterns  # noqa: B018  # loads all views, which the first page would do otherwise
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
