"""The commands that the README and CI name exist and say what they do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def help_text():
    return subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_help_names_every_command_in_its_group():
    phony = re.search(r"^\.PHONY: (help .*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert phony

    listed = re.findall(r"^  make (\S+) +\S", help_text(), flags=re.MULTILINE)

    assert sorted(listed) == sorted(set(phony[1].split()) - {"help"})
    assert re.findall(r"^(\w.*)$", help_text(), flags=re.MULTILINE) == ["Run", "Test", "Work on it"]


def test_documents_name_only_commands_that_exist():
    named = {
        command
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for command in re.findall(r"`make ([a-z][a-z-]*)", page.read_text())
    }

    assert named - set(re.findall(r"^  make (\S+)", help_text(), flags=re.MULTILINE)) == set()


def test_scripts_are_found_by_running_them():
    python = subprocess.run(
        [ROOT / "scripts" / "find-python"], capture_output=True, text=True, check=True
    ).stdout.strip()

    assert Path(python).is_absolute()


def test_a_python_that_exists_but_does_not_run_is_passed_over(tmp_path):
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
    broken.chmod(0o755)

    found = subprocess.run(
        [ROOT / "scripts" / "find-python"],
        env={"PATH": f"{tmp_path}:/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert not found.stdout.startswith(str(tmp_path))


def test_no_python_at_all_is_one_sentence(tmp_path):
    (tmp_path / "sh").symlink_to("/bin/sh")
    script = (ROOT / "scripts" / "find-python").read_text().replace("/usr/bin/python3 /usr/local/bin/python3", "")
    copy = tmp_path / "find-python"
    copy.write_text(script)

    found = subprocess.run(["/bin/sh", copy], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)

    assert found.returncode == 1
    assert found.stderr == "No Python 3.11 or newer runs here. On Debian: apt-get install python3 python3-venv\n"
