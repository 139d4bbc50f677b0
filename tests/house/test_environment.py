"""When `make setup` installs, and when it finds everything in place."""

from __future__ import annotations

import pytest

from scripts import environment


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Give a checkout with three requirement files and an environment that runs."""
    (tmp_path / "requirements").mkdir()
    for name in environment.SETS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(environment, "_runs", lambda program: program != "uv")
    commands: list[list[str]] = []
    monkeypatch.setattr(environment, "_run", lambda command, env: commands.append(command))
    return tmp_path, commands


def test_installs_a_set_once(checkout):
    _, commands = checkout

    assert not environment.is_ready("runtime")
    environment.make("runtime")

    assert environment.is_ready("runtime")
    assert [command[-1].rsplit("/", 1)[1] for command in commands] == ["runtime.txt"]
    assert "--require-hashes" in commands[0]


def test_a_larger_set_serves_for_a_smaller_one(checkout):
    environment.make("dev")

    assert [environment.is_ready(name) for name in environment.SETS] == [True, True, True]


def test_a_smaller_set_does_not_serve_for_a_larger_one(checkout):
    environment.make("test")

    assert [environment.is_ready(name) for name in environment.SETS] == [True, True, False]


def test_changed_requirements_bring_the_installed_set_up_to_date(checkout):
    root, commands = checkout
    environment.make("dev")
    (root / "requirements" / "dev.txt").write_text("dev==2\n")
    assert not environment.is_ready("runtime")

    environment.make("runtime")

    assert environment.is_ready("dev")
    assert commands[-1][-1].endswith("dev.txt")


def test_an_interrupted_installation_is_taken_up_again(checkout, monkeypatch):
    environment.make("runtime")
    (checkout[0] / "requirements" / "runtime.txt").write_text("runtime==2\n")

    def interrupted(command, env):
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.make("runtime")

    assert not environment.is_ready("runtime")


def test_an_environment_whose_interpreter_is_gone_does_not_count(checkout, monkeypatch):
    environment.make("runtime")
    monkeypatch.setattr(environment, "_runs", lambda program: False)

    assert not environment.is_ready("runtime")
