"""A process of the web server leaves the code of the site out of its collections of garbage."""

import json
import subprocess
import sys
from pathlib import Path

from alliance_directory.collector import THRESHOLDS

ROOT = Path(__file__).parent.parent
ASKED = """
import gc, json, sys
from alliance_directory.wsgi import application
loaded = "alliances.views.regions" in sys.modules
print(json.dumps([callable(application), loaded, gc.get_freeze_count(), len(gc.get_objects()), gc.get_threshold()]))
"""


def test_web_server_spares_the_collector() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=True)
    is_application, is_loaded, frozen, looked_at, thresholds = json.loads(done.stdout)
    assert (is_application, is_loaded, thresholds) == (True, True, list(THRESHOLDS))
    assert frozen > 50_000 > looked_at
