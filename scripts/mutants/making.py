"""Mutants: what mutmut makes of a file, each as one changed function."""

from __future__ import annotations

import difflib
import inspect
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from libcst import ClassDef, FunctionDef, IndentedBlock, Module, SimpleString
from mutmut.mutation.file_mutation import Mutation, create_mutations, deep_replace

from scripts.mutants.engines import ROOT


@dataclass(frozen=True)
class Mutant:
    """One changed function: where it stands, and its text before and after."""

    number: int
    path: str
    owner: str | None
    function: str
    before: str
    after: str

    @property
    def module(self) -> str:
        """Give the dotted name of the changed module."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def place(self) -> str:
        """Name the changed function: module, class, function."""
        return ":".join(filter(None, (self.module, self.owner, self.function)))

    @property
    def name(self) -> str:
        """Name the mutant by its place and its number in the file."""
        return f"{self.place}#{self.number}"

    def difference(self) -> str:
        """Give the changed lines with one line around them."""
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=1)
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))

    def living(self) -> FunctionType:
        """Find the function that would be changed in the imported module."""
        module = sys.modules[self.module]
        return _bare(vars(getattr(module, self.owner) if self.owner else module)[self.function])

    def changed(self, module: ModuleType) -> FunctionType:
        """Make the changed function, with the names that its module knows."""
        source = f"class {self.owner}:\n{textwrap.indent(self.after, '    ')}" if self.owner else self.after
        names = dict(vars(module))
        code = compile(f"from __future__ import annotations\n{source}", self.path, "exec")
        exec(code, names)  # noqa: S102 - the project's own text, one token changed
        return _bare(vars(names[self.owner])[self.function] if self.owner else names[self.function])

    def take_effect(self) -> None:
        """Exchange the function's code where everybody who holds the function sees it."""
        old, new = self.living(), self.changed(sys.modules[self.module])
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__

    def whole_file(self) -> str:
        """Give the text of the file with the mutant in it."""
        indent = "    " if self.owner else ""
        before, after = (textwrap.indent(text, indent) for text in (self.before, self.after))
        return (ROOT / self.path).read_text(encoding="utf-8").replace(before, after)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Give every mutant of a file but those that only change capital to small letters or back."""
    name = str(path.relative_to(ROOT))
    module, mutations, _, _ = create_mutations(name, path.read_text(encoding="utf-8"))
    owners = _owners(module)
    for number, mutation in enumerate(mutations):
        function = mutation.contained_by_top_level_function
        if function is None or _only_case(mutation):
            continue
        changed = deep_replace(function, mutation.original_node, mutation.mutated_node)
        if isinstance(changed, FunctionDef):
            before, after = (module.code_for_node(node).strip("\n") for node in (function, changed))
            yield Mutant(number, name, owners.get(id(function)), function.name.value, before, after)


def _owners(module: Module) -> dict[int, str]:
    return {
        id(method): statement.name.value
        for statement in module.body
        if isinstance(statement, ClassDef) and isinstance(statement.body, IndentedBlock)
        for method in statement.body.body
    }


def _only_case(mutation: Mutation) -> bool:
    before, after = mutation.original_node, mutation.mutated_node
    if not (isinstance(before, SimpleString) and isinstance(after, SimpleString)):
        return False
    return before.value != after.value and before.value.lower() == after.value.lower()


def _bare(found: Any) -> FunctionType:
    function = inspect.unwrap(found.__func__ if isinstance(found, staticmethod | classmethod) else found)
    if not isinstance(function, FunctionType):
        raise TypeError(f"{found!r} is no function of Python")
    return function
