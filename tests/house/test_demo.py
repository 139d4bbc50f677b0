"""How `make demo` starts: one clear sentence for whatever stands in its way."""

from __future__ import annotations

import io
import json
import socket
from types import SimpleNamespace

import pytest

from scripts import demo, demo_folder, reset
from scripts.demo_folder import DemoFolder, DemoRefused
from scripts.processes import StepFailed, Supervisor


@pytest.fixture
def folder(tmp_path):
    """Give a demo's folder in which nothing is yet."""
    return DemoFolder(tmp_path / "var")


class Steps(Supervisor):
    """Stands in for the supervisor and keeps what it was asked to run."""

    def __init__(self, *, failing=None):
        self.ran = []
        self.failing = failing

    def run(self, name, command, *, env=None):
        folder = env["VAR_DIR"]
        self.ran.append((name, folder.name))
        folder.mkdir(exist_ok=True, parents=True)
        if name == self.failing:
            raise StepFailed(f"The step {name} failed", folder / "none.log")
        (folder / name).touch()


def prepared(folder, **options):
    """Prepare the folder and give the steps that ran."""
    steps = Steps(**options)
    folder.prepare(steps, lambda data: {"VAR_DIR": data})
    return steps.ran


def test_children_get_the_embedded_profile_whatever_the_shell_says(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/real")
    monkeypatch.setenv("PATH", "/usr/bin")

    environment = demo.environment(tmp_path, port=8010, peer_port=9000)

    assert "DATABASE_URL" not in environment
    assert (environment["PATH"], environment["ENV_FILE"], environment["DEMO"]) == ("/usr/bin", "", "1")
    assert environment["BASE_URL"] == "http://127.0.0.1:8010"


def test_every_program_listens_on_loopback_only(folder):
    env = demo.environment(folder.data, port=8010, peer_port=9000)
    web, _worker, peer = (program.command for program in demo.programs(env, folder, 8010))

    assert web[web.index("--bind") + 1] == "127.0.0.1:8010"
    assert "--no-control-socket" in web
    assert peer[peer.index("--port") + 1] == "9000"
    assert peer[peer.index("--webhook") + 1] == "http://127.0.0.1:8010/webhooks/stripe/"


@pytest.mark.parametrize("text", ["", "80", "65536", "eight", "8000x"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(DemoRefused, match=r"is no port: give a number from 1024 to 65535"):
        demo.port_from(text)


def test_a_busy_port_is_refused_with_the_way_to_choose_another():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(
            DemoRefused, match=rf"^Port {port} is taken by another program: choose one with make demo PORT=8010\.$"
        ):
            demo.require_free_port(port)


def test_a_full_disk_is_refused_before_anything_is_written(folder, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=5 * 2**20))

    with pytest.raises(DemoRefused, match=r"^The disk is full: 5 MB are free and the demo needs 300 MB\.$"):
        folder.require_space()


def test_a_second_demo_of_the_checkout_is_refused(folder):
    with folder.held(), pytest.raises(DemoRefused, match=r"runs already, as process \d+: stop it first"):
        folder.held().__enter__()


def test_the_first_start_seeds_a_draft_that_gets_its_name_at_the_end(folder):
    assert prepared(folder) == [("migrate", "demo.draft"), ("seed", "demo.draft")]
    assert (folder.data / "seed").exists()
    assert not folder.draft.exists()


def test_a_later_start_changes_nothing(folder):
    prepared(folder)

    assert prepared(folder) == []


def test_a_start_after_new_migrations_brings_the_database_up_to_date_once(folder, monkeypatch):
    prepared(folder)
    monkeypatch.setattr(demo_folder, "migrations_fingerprint", lambda: "changed")

    assert prepared(folder) == [("migrate", "demo")]
    assert prepared(folder) == []


def test_an_interrupted_seed_starts_from_the_beginning(folder, capsys):
    with pytest.raises(StepFailed):
        prepared(folder, failing="seed")
    assert not folder.data.exists()
    (folder.draft / "half").touch()

    prepared(folder)

    assert "The last seed was interrupted; seeding from the beginning." in capsys.readouterr().out
    assert (folder.data / "seed").exists()
    assert not (folder.data / "half").exists()


def test_people_are_shown_with_the_password_they_share(folder):
    folder.data.mkdir(parents=True)
    person = {"email": "officer@demo.example", "role": "officer", "organization": "示例大学", "password": "open"}
    (folder.data / "demo_accounts.json").write_text(json.dumps([person]))

    assert folder.accounts() == [
        "Sign in as one of these people, with the password open",
        "  officer@demo.example                 示例大学, officer",
    ]


def test_reset_removes_the_demo_after_a_yes(folder, monkeypatch):
    prepared(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))

    assert reset.main(folder) == 0
    assert not folder.data.exists()


@pytest.mark.parametrize("answer", ["", "\n", "no\n"])
def test_reset_removes_nothing_without_a_yes(folder, monkeypatch, capsys, answer):
    prepared(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))

    assert reset.main(folder) == 1
    assert (folder.data / "seed").exists()
    assert capsys.readouterr().out.endswith("Nothing was removed.\n")


def test_reset_does_not_touch_a_demo_that_runs(folder, monkeypatch, capsys):
    prepared(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))

    with folder.held():
        assert reset.main(folder) == 1

    assert (folder.data / "seed").exists()
    assert "runs already" in capsys.readouterr().err
