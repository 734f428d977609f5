"""The rules of the house: who may import whom, read from the syntax trees and the relations of the models."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
APPS = ("alliances", "submissions")
NOT_BELOW = {"alliances": {"submissions", "alliance_directory"}, "submissions": {"alliance_directory"}}
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_STYLESHEET = 400
FORBIDDEN_NAMES = {"services", "utils", "helpers", "common", "signals", "managers", "mixins"}

# Inside an app imports go one way, downwards in this list. A module belongs to the first prefix that fits.
LAYERS: dict[str, list[tuple[str, ...]]] = {
    "alliances": [
        ("alliances.urls",),
        ("alliances.views",),
        ("alliances.management",),
        ("alliances.panels",),
        ("alliances.forms",),
        (
            "alliances.coverage",
            "alliances.beginnings",
            "alliances.region_lists",
            "alliances.surroundings",
            "alliances.lists",
            "alliances.orders",
            "alliances.facts",
            "alliances.comparison",
            "alliances.levels",
            "alliances.neighbours",
            "alliances.gazetteer",
            "alliances.places",
            "alliances.qualifiers",
            "alliances.suggestions",
            "alliances.search",
            "alliances.circle_maps",
            "alliances.maps",
            "alliances.public",
            "alliances.paging",
            "alliances.numbers",
            "alliances.templatetags",
        ),
        ("alliances.kinds", "alliances.local_names", "alliances.wording", "alliances.naming"),
        ("alliances.models",),
        (
            "alliances.choices",
            "alliances.text",
            "alliances.terms",
            "alliances.bits",
            "alliances.criteria",
            "alliances.languages",
            "alliances.geometry",
            "alliances.addresses",
            "alliances.ancestry",
            "alliances.projections",
            "alliances.relations",
        ),
    ],
    "submissions": [
        ("submissions.urls", "submissions.admin", "submissions.apps", "submissions.templatetags"),
        ("submissions.views", "submissions.desk", "submissions.management"),
        ("submissions.forms",),
        (
            "submissions.limits",
            "submissions.mail",
            "submissions.retention",
            "submissions.sign_in",
            "submissions.freshness",
        ),
        ("submissions.models",),
        ("submissions.choices", "submissions.links", "submissions.mailbox", "submissions.reasons"),
    ],
}


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def test_every_target_that_is_promised_is_made_by_a_rule_that_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [promised] = re.findall("(?m)^[.]PHONY: (.+)$", makefile)
    assert promised.split() == re.findall(r"(?m)^([a-z]+):.* ## ", makefile)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree: ast.AST) -> Iterator[str]:
    """The modules a file imports at run time; what is under TYPE_CHECKING is for the type checker."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif not (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"):
            yield from imports_of(node)


def layer_of(module: str) -> int | None:
    layers = LAYERS[module.split(".")[0]]
    return next(
        (n for n, group in enumerate(layers) if any(module == p or module.startswith(f"{p}.") for p in group)),
        None,
    )


def wrong_imports(module: str, tree: ast.AST) -> list[str]:
    """The imports by which a module breaks the arrows between the apps or the layers of its own."""
    app = module.split(".")[0]
    found = []
    for imported in imports_of(tree):
        target = imported.split(".")[0]
        upwards = target == app and imported != app and (layer_of(module) or 0) > (layer_of(imported) or 0)
        if upwards or target in NOT_BELOW[app]:
            found.append(imported)
    return found


@pytest.mark.parametrize("path", sources(*APPS), ids=lambda path: module_name(path))
def test_imports_go_one_way(path: Path) -> None:
    assert wrong_imports(module_name(path), ast.parse(path.read_text())) == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("alliances.models.alliance", "from submissions.models import Submission"),
        ("alliances.views.pages", "import alliance_directory.settings"),
        ("submissions.models.mail", "from alliance_directory import errors"),
        ("alliances.models.region", "from alliances.coverage import answers_for"),
        ("alliances.text", "from alliances.models import Region"),
        ("submissions.models.record", "def f():\n    from submissions.views.form import submit"),
        ("submissions.forms.submit", "from submissions.desk import site"),
    ],
)
def test_a_reversed_import_is_found(module: str, code: str) -> None:
    assert wrong_imports(module, ast.parse(code)) != []


@pytest.mark.parametrize("path", sources(*APPS), ids=lambda path: module_name(path))
def test_every_module_has_its_layer(path: Path) -> None:
    module = module_name(path)
    assert "." not in module or module.endswith(".apps") or layer_of(module) is not None


def test_no_relation_leads_from_the_directory_to_submissions() -> None:
    for model in apps.get_app_config("alliances").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model is not None:
                assert field.related_model._meta.app_label == "alliances", f"{model.__name__}.{field.name}"


def test_relations_to_a_listing_survive_its_take_down() -> None:
    """Rows outside the directory that name a group neither cascade nor break when it is taken down."""
    alliance = apps.get_model("alliances", "Alliance")
    for model in apps.get_app_config("submissions").get_models():
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model is alliance:
                assert isinstance(field, models.ForeignKey)
                assert field.remote_field.on_delete is models.DO_NOTHING
                assert not field.db_constraint
                assert field.remote_field.related_name == "+"


OURS = (*APPS, "alliance_directory", "deploy", "tools")


@pytest.mark.parametrize("path", sources(*OURS), ids=lambda path: module_name(path))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= LONGEST_FUNCTION, node.name


def test_templates_and_stylesheets_stay_short_and_hold_no_inline_style_or_script() -> None:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        text = path.read_text()
        assert len(text.splitlines()) <= LONGEST_FILE, path
        assert not any(word in text for word in ("<style", 'style="', "onclick=", "onchange=", "<script>")), path
    for path in sorted((ROOT / "static").glob("*.css")):
        assert len(path.read_text().splitlines()) <= LONGEST_STYLESHEET, path


def test_no_drawer_for_odds_and_ends() -> None:
    for path in sources(*APPS, "alliance_directory"):
        assert not FORBIDDEN_NAMES & set(path.with_suffix("").parts[len(ROOT.parts) :]), path


LOADERS = {"get_model", "import_module", "import_string", "__import__"}


def back_doors(module: str, tree: ast.AST) -> list[str]:
    """Ways round the arrows: signals in either app, and names of the upper app handed to whatever loads by name."""
    app, found = module.split(".")[0], []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [f"{getattr(node, 'module', None) or ''}.{alias.name}" for alias in node.names]
            found += [name for name in names if {"signals", "dispatch"} & set(name.split("."))]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LOADERS:
            named = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            forbidden = any(name.split(".")[0] in NOT_BELOW[app] for name in named)
            found += [ast.unparse(node)] if forbidden or not named else []
    return found


@pytest.mark.parametrize("path", sources(*APPS), ids=lambda path: module_name(path))
def test_no_back_door_leads_round_the_arrows(path: Path) -> None:
    assert back_doors(module_name(path), ast.parse(path.read_text())) == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("alliances.models.alliance", "from django.db.models import signals"),
        ("alliances.apps", "from django.db.models.signals import post_save"),
        ("alliances.apps", "from django.dispatch import receiver"),
        ("submissions.apps", "import django.core.signals"),
        ("alliances.views.pages", "apps.get_model('submissions', 'Submission')"),
        ("alliances.views.pages", "def f():\n    return get_model('submissions.Mail').objects.count()"),
        ("alliances.numbers", "importlib.import_module('submissions.models')"),
        ("alliances.numbers", "import_string('submissions.models.Mail')"),
        ("alliances.numbers", "apps.get_model(where)"),
    ],
)
def test_a_back_door_is_found(module: str, code: str) -> None:
    assert back_doors(module, ast.parse(code)) != []


PUBLIC = {model.__name__ for model in apps.get_app_config("alliances").get_models()}
DOOR = (ROOT / "alliances" / "models", ROOT / "alliances" / "management")
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "save"}
WRITING |= {"add", "set", "remove", "clear", "bump"}


def root_of(node: ast.AST) -> str:
    """The name that a chain of attributes, calls and subscripts begins with: a in a.b(c)[d].e()."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Starred):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def public_rows(tree: ast.AST) -> set[str]:
    """Public models, and the names in a file that hold rows of them: told by an annotation, or where they come from."""
    held = set(PUBLIC)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            named = {part.id for part in ast.walk(node.annotation) if isinstance(part, ast.Name)}
            held |= {node.arg} if named & PUBLIC else set()
        elif isinstance(node, ast.Assign) and root_of(node.value) in PUBLIC:
            held |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.For | ast.comprehension) and root_of(node.iter) in held:
            held |= {node.target.id} if isinstance(node.target, ast.Name) else set()
    return held


def writes_past_the_door(tree: ast.AST) -> list[str]:
    """Calls that write public rows, and statements in SQL that name their tables."""
    held, found = public_rows(tree), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            found += [ast.unparse(node)] if root_of(node.func.value) in held else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += re.findall(r"(?i)\b(?:insert\s+into|update|delete\s+from)\s+\"?alliances_\w+", node.value)
    return found


@pytest.mark.parametrize("path", sources(*APPS, "alliance_directory"), ids=lambda path: module_name(path))
def test_only_the_one_door_writes_public_tables(path: Path) -> None:
    """Outside their own models and loader, public tables are read only."""
    if not any(folder in path.parents for folder in DOOR):
        assert writes_past_the_door(ast.parse(path.read_text())) == []


@pytest.mark.parametrize(
    "code",
    [
        "Alliance.objects.create(name='x')",
        "Alliance.objects.filter(pk=1).update(name='x')",
        "Alliance.objects.all().delete()",
        "def f(alliance: Alliance) -> None:\n    alliance.save()",
        "def f(alliance: Alliance | None) -> None:\n    alliance.covers.set([])",
        "listed = Alliance.objects.filter(pk=1).first()\nlisted.delete()",
        "made = Alliance.publish({})\nmade.save(update_fields=['name'])",
        "for one in Alliance.objects.all():\n    one.save()",
        "Listing.objects.bulk_create([])",
        "FormerAddress.objects.filter(slug='x').delete()",
        "DirectoryVersion.bump()",
        "Region.objects.get_or_create(pk='x')",
        "cursor.execute('UPDATE alliances_alliance SET name = 1')",
    ],
)
def test_a_write_past_the_door_is_found(code: str) -> None:
    assert writes_past_the_door(ast.parse(code)) != []


@pytest.mark.parametrize(
    "code",
    [
        "Alliance.publish({})",
        "alliance.take_down(reason='closed')",
        "Submission.objects.filter(pk=1).update(alliance=alliance)",
        "cursor.execute('SELECT name FROM alliances_alliance')",
    ],
)
def test_the_door_itself_and_reading_are_no_finding(code: str) -> None:
    assert writes_past_the_door(ast.parse(code)) == []


TOGETHER = {"concurrent", "multiprocessing", "threading"}
ONE_SITE = {"busy_site", "sender"}  # fixtures of tests/served/conftest.py: several tests send to one site


def is_at_once_with_one_worker(tree: ast.Module) -> bool:
    """Whether tests send at once to the site of their file and do not say so: one worker answers them one by one."""
    taken = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    imported = {name.split(".")[0] for name in imports_of(tree)}
    is_said = any(ast.unparse(statement) == "AT_ONCE = True" for statement in tree.body)
    return bool(taken & ONE_SITE and imported & TOGETHER) and not is_said


@pytest.mark.parametrize("path", sources("tests/served"), ids=lambda path: module_name(path))
def test_tests_that_send_at_once_say_so(path: Path) -> None:
    assert not is_at_once_with_one_worker(ast.parse(path.read_text()))


SENDS, READS = "def test_race(sender: Sender) -> None: ...", "def test_page(site: Site) -> None: ..."


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        (f"import threading\n{SENDS}", True),
        ("from concurrent.futures import ThreadPoolExecutor\ndef race(busy_site: Site) -> None: ...", True),
        (f"import threading\nAT_ONCE = False\n{SENDS}", True),
        (f"import threading\nAT_ONCE = True\n{SENDS}", False),
        (f"import time\n{SENDS}", False),
        (f"import threading\n{READS}", False),
    ],
)
def test_a_race_with_one_runner_is_found(code: str, is_found: bool) -> None:
    assert is_at_once_with_one_worker(ast.parse(code)) is is_found
