"""How `make demo` starts: one clear sentence for whatever stands in its way."""

from __future__ import annotations

import io
import socket
from types import SimpleNamespace

import pytest

from scripts import demo, reset
from scripts.processes import StepFailed, Supervisor


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Give a folder that stands for var/."""
    for module in (demo, reset):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "HOME", tmp_path / "var" / "demo")
        monkeypatch.setattr(module, "DRAFT", tmp_path / "var" / "demo.draft")
        monkeypatch.setattr(module, "LOGS", tmp_path / "var" / "demo.log")
    monkeypatch.setattr(demo, "LOCK", tmp_path / "var" / "demo.lock")
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


class Steps(Supervisor):
    """Stands in for the supervisor and keeps what it was asked to run."""

    def __init__(self, *, failing=None):
        self.ran = []
        self.failing = failing

    def run(self, name, command, env=None):
        folder = demo.DRAFT if env else demo.HOME
        self.ran.append((name, folder.name))
        folder.mkdir(exist_ok=True)
        if name == self.failing:
            raise StepFailed(f"The step {name} failed", folder / "none.log")
        (folder / name).touch()


def test_children_get_the_embedded_profile_whatever_the_shell_says(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/real")
    monkeypatch.setenv("PATH", "/usr/bin")

    environment = demo.environment(tmp_path, port=8010, peer_port=9000)

    assert "DATABASE_URL" not in environment
    assert (environment["PATH"], environment["ENV_FILE"], environment["DEMO"]) == ("/usr/bin", "", "1")
    assert environment["BASE_URL"] == "http://127.0.0.1:8010"


def test_every_program_listens_on_loopback_only():
    web = demo.programs({"VAR_DIR": "var/demo"}, 8010)[0].command

    assert web[web.index("--bind") + 1] == "127.0.0.1:8010"
    assert "--no-control-socket" in web


@pytest.mark.parametrize("text", ["", "80", "65536", "eight", "8000x"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(demo.DemoRefused, match=r"is no port: give a number from 1024 to 65535"):
        demo.port_from(text)


def test_a_busy_port_is_refused_with_the_way_to_choose_another():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(
            demo.DemoRefused, match=rf"^Port {port} is taken by another program: choose one with make demo PORT=8010\.$"
        ):
            demo.require_free_port(port)


def test_a_full_disk_is_refused_before_anything_is_written(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=5 * 2**20))

    with pytest.raises(demo.DemoRefused, match=r"^The disk is full: 5 MB are free and the demo needs 300 MB\.$"):
        demo.require_space()


def test_a_second_demo_of_the_checkout_is_refused(folders):
    with demo.only_one(), pytest.raises(demo.DemoRefused, match=r"runs already, as process \d+: stop it first"):
        demo.only_one().__enter__()


def test_the_first_start_seeds_a_draft_that_gets_its_name_at_the_end(folders):
    steps = Steps()

    demo.prepare(steps, 8010)

    assert steps.ran == [("migrate", "demo.draft"), ("seed", "demo.draft")]
    assert (folders / "demo" / "seed").exists()
    assert not (folders / "demo.draft").exists()


def test_a_later_start_migrates_and_does_not_seed(folders):
    demo.prepare(Steps(), 8010)
    steps = Steps()

    demo.prepare(steps, 8010)

    assert steps.ran == [("migrate", "demo")]


def test_an_interrupted_seed_starts_from_the_beginning(folders, capsys):
    with pytest.raises(StepFailed):
        demo.prepare(Steps(failing="seed"), 8010)
    assert not (folders / "demo").exists()
    (folders / "demo.draft" / "half").touch()

    demo.prepare(Steps(), 8010)

    assert "The last seed was interrupted; seeding from the beginning." in capsys.readouterr().out
    assert (folders / "demo" / "seed").exists()
    assert not (folders / "demo" / "half").exists()


def test_reset_removes_what_it_names_after_a_yes(folders, monkeypatch):
    demo.prepare(Steps(), 8010)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))

    assert reset.main() == 0
    assert not (folders / "demo").exists()


@pytest.mark.parametrize("answer", ["", "\n", "no\n"])
def test_reset_removes_nothing_without_a_yes(folders, monkeypatch, capsys, answer):
    demo.prepare(Steps(), 8010)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))

    assert reset.main() == 1
    assert (folders / "demo" / "seed").exists()
    assert capsys.readouterr().out.endswith("Nothing was removed.\n")


def test_reset_does_not_touch_a_demo_that_runs(folders, monkeypatch, capsys):
    demo.prepare(Steps(), 8010)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))

    with demo.only_one():
        assert reset.main() == 1

    assert (folders / "demo" / "seed").exists()
    assert "runs already" in capsys.readouterr().err
