"""Every refusal of licensing has words in both languages."""

import importlib
import pkgutil

import pytest
from django.utils import translation

import licensing
from marketplace.problems import DomainError
from marketplace.web.problem_texts import GENERAL, text_for


def refusals():
    for module in pkgutil.walk_packages(licensing.__path__, "licensing."):
        if "migrations" not in module.name and "management" not in module.name:
            importlib.import_module(module.name)
    found, todo = set(), [DomainError]
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.__module__.startswith("licensing.") and kind.code != "not_found":
                found.add((kind.code, kind.status))
    return sorted(found)


# Raised by the engine for facts or sets of rules that the product never hands over; programmers read them.
INTERNAL = {"unusable_fact", "no_policy_version", "several_policy_versions"}


@pytest.mark.parametrize(("code", "status"), [pair for pair in refusals() if pair[0] not in INTERNAL])
def test_a_refusal_has_words_of_its_own(code, status):
    with translation.override("en"):
        english = text_for(code=code, status=status).title
        assert english != str(GENERAL[status].title)
    with translation.override("zh-hans"):
        assert text_for(code=code, status=status).title != english
