"""Every setting stands in .env.example, and docker-compose.yml gives none that nobody reads."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "RABBITMQ_PASSWORD"}
PRODUCT = ("marketplace", "listings", "licensing", "search", "frontend")


def names_read():
    tree = ast.parse((ROOT / "marketplace" / "settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def names_in_example():
    return re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)


def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def product_services():
    return {name: service for name, service in services().items() if "build" in service}


def test_each_setting_stands_once_in_the_example():
    assert sorted(names_in_example()) == sorted(names_read() | COMPOSE_ONLY)


def test_each_setting_of_the_example_has_a_meaning():
    lines = (ROOT / ".env.example").read_text().splitlines()

    # Variables that follow each other share a sentence.
    without = [
        line
        for before, line in pairwise(lines)
        if re.match(r"(# )?[A-Z][A-Z_]+=", line) and not re.match(r"# |[A-Z]", before)
    ]

    assert without == []


def test_nothing_but_the_settings_reads_the_environment():
    readers = [
        str(path.relative_to(ROOT))
        for package in PRODUCT
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text()) and "migrations" not in path.parts
    ]

    # These two name the settings module before there are settings.
    assert sorted(readers) == ["marketplace/celery.py", "marketplace/wsgi.py"]


def test_compose_gives_the_product_only_settings_that_it_reads():
    given = {name.removesuffix("_FILE") for service in product_services().values() for name in service["environment"]}

    assert given - names_read() == set()


def test_compose_asks_only_for_variables_of_the_example():
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))

    assert asked - set(names_in_example()) == set()


def test_compose_starts_the_four_roles_and_their_servers():
    assert set(services()) == {
        "migrate",
        "web",
        "worker",
        "beat",
        "proxy",
        "postgres",
        "elasticsearch",
        "rabbitmq",
    }


@pytest.mark.parametrize("name", services())
def test_a_service_is_pinned_watched_and_without_privileges(name):
    service = services()[name]

    assert re.fullmatch(r"[a-z-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", service["image"])
    assert service["cap_drop"] == ["ALL"]
    assert service["user"].split(":")[0] != "0"
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "healthcheck" in service or service["restart"] == "no"
    assert service.get("read_only", False) == (name != "elasticsearch")


def test_only_the_proxy_is_published():
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]


def test_a_service_waits_until_those_it_needs_are_well():
    conditions = {
        (name, needed): condition["condition"]
        for name, service in services().items()
        for needed, condition in service.get("depends_on", {}).items()
    }

    assert {condition for (_, needed), condition in conditions.items() if needed != "migrate"} == {"service_healthy"}
    assert {condition for (_, needed), condition in conditions.items() if needed == "migrate"} == {
        "service_completed_successfully"
    }


def settings_say(**environment):
    """Import the settings in a process of its own and give what it printed last."""
    done = subprocess.run(
        [sys.executable, "-c", "import marketplace.settings as s; print(s.DATABASES['default']['ENGINE'], s.BASE_URL)"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_nothing_set_gives_the_embedded_profile(tmp_path):
    assert settings_say(VAR_DIR=str(tmp_path)) == "django.db.backends.sqlite3 http://127.0.0.1:8000"


def test_a_value_may_stand_in_a_file(tmp_path):
    (tmp_path / "url").write_text("https://marketplace.example/")

    said = settings_say(VAR_DIR=str(tmp_path), BASE_URL_FILE=str(tmp_path / "url"))

    assert said == "django.db.backends.sqlite3 https://marketplace.example"


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DEBUG", "1", "DEBUG is on while ALLOWED_HOSTS names a public host: unset one of them."),
        ("DEMO", "1", "DEMO is on while ALLOWED_HOSTS names a public host: the demo is for loopback only."),
        ("SECRET_KEY", "demo-key", "SECRET_KEY is a demo key while ALLOWED_HOSTS names a public host: set your own."),
    ],
)
def test_a_public_host_refuses_what_is_for_one_machine(tmp_path, setting, value, sentence):
    said = settings_say(VAR_DIR=str(tmp_path), ALLOWED_HOSTS="marketplace.example", **{setting: value})

    assert said == f"django.core.exceptions.ImproperlyConfigured: {sentence}"
