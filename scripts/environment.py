"""
Make ``.venv`` and install one of the hashed requirement sets into it: ``environment.py runtime|test|dev``.

Runs on a bare Python: uv does the work where it is present, else pip. Does nothing, fast, when the set is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.failures import explain, last_line

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOG = ROOT / "var" / "setup.log"
# Each set holds those before it.
SETS = ("runtime", "test", "dev")


class SetupFailed(Exception):
    """Says in one sentence why the environment could not be made."""


def fingerprint(name: str) -> str:
    """Give the hash of a requirement set."""
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """Give the set that was installed last and its hash; nothing if none was, or if the interpreter is gone."""
    if not STAMP.is_file() or not _runs(PYTHON):
        return {}
    stamp: dict[str, str] = json.loads(STAMP.read_text())
    return stamp


def is_ready(name: str) -> bool:
    """Tell whether the set, or one that holds it, is installed as its file says now."""
    stamp = installed()
    return stamp.get("set") in SETS[SETS.index(name) :] and stamp.get("hash") == fingerprint(stamp["set"])


def make(name: str) -> None:
    """Make the environment where it is missing and install the set, or the larger one that was installed before."""
    before = installed().get("set", name)
    name = max(name, before, key=SETS.index)
    STAMP.unlink(missing_ok=True)
    uv = shutil.which("uv") if _runs("uv") else None
    if not _runs(PYTHON):
        _make_venv(uv)
    requirements = ["--require-hashes", "-r", str(ROOT / "requirements" / f"{name}.txt")]
    print(f"Installing the {name} packages with {'uv' if uv else 'pip'} ...", flush=True)
    if uv:
        _run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *requirements], env=_uv_environment())
    else:
        _run([*_pip(), "install", "--quiet", "--disable-pip-version-check", *requirements], env=dict(os.environ))
    STAMP.write_text(json.dumps({"set": name, "hash": fingerprint(name)}))


def _make_venv(uv: str | None) -> None:
    if VENV.is_symlink():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"Making .venv with {sys.executable} ...", flush=True)
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], env=_uv_environment())
        return
    try:
        _run([sys.executable, "-m", "venv", str(VENV)], env=dict(os.environ))
    except SetupFailed:
        # Debian keeps ensurepip in a package of its own; the pip of the system can serve the environment as well.
        if not _has_pip(sys.executable):
            raise
        shutil.rmtree(VENV, ignore_errors=True)
        _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], env=dict(os.environ))


def _pip() -> list[str]:
    if _has_pip(PYTHON):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _uv_environment() -> dict[str, str]:
    """Give uv what pip is configured with, and keep it from fetching a Python."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    for variable, option in (
        ("UV_DEFAULT_INDEX", "index-url"),
        ("UV_INDEX", "extra-index-url"),
        ("UV_FIND_LINKS", "find-links"),
        ("SSL_CERT_FILE", "cert"),
    ):
        value = _pip_option(option)
        if value and variable not in env:
            env[variable] = value
    if not os.access(Path.home(), os.W_OK) and "UV_CACHE_DIR" not in env:
        env["UV_CACHE_DIR"] = str(ROOT / "var" / "cache" / "uv")
    return env


def _pip_option(option: str) -> str:
    variable = "PIP_" + option.upper().replace("-", "_")
    if variable in os.environ:
        return os.environ[variable]
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", f"global.{option}"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _runs(program: Path | str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _has_pip(python: Path | str) -> bool:
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _run(command: list[str], *, env: dict[str, str]) -> None:
    done = subprocess.run(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        # On a full disk the log cannot be written either, and the sentence says enough.
        with suppress(OSError):
            LOG.parent.mkdir(exist_ok=True)
            LOG.write_text(done.stdout)
        raise SetupFailed(explain(done.stdout) or f"Setup failed: {last_line(done.stdout)} (all of it: {LOG})")


def main() -> int:
    """Install the set named on the command line; say in one sentence what failed."""
    name = sys.argv[1]
    try:
        if not is_ready(name):
            make(name)
    except SetupFailed as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(str(error)) or f"Setup failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Setup was interrupted; the next start takes it up again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
