"""Every refusal of listings has words of its own, and they name the values that the error brings."""

import inspect
from importlib import import_module
from pkgutil import walk_packages

import listings
from marketplace.problems import DomainError
from marketplace.web.problem_texts import GENERAL, text_for

# The general words of the status say all there is to say.
GENERAL_IS_ENOUGH = {"not_found", "domain_error"}
# A plan is told point by point; rows that cannot be read are a defect of ours.
ELSEWHERE = {"plan_refused", "unreadable_patent"}


def refusals() -> dict[str, type[DomainError]]:
    found = {}
    for module in walk_packages(listings.__path__, "listings."):
        if ".migrations" in module.name or ".management" in module.name:
            continue
        for _, each in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(each, DomainError) and each.__module__.startswith("listings."):
                found[each.code] = each
    return found


def test_every_refusal_has_words():
    general = {str(text.title) for text in GENERAL.values()}

    without = [
        code
        for code, error in refusals().items()
        if code not in GENERAL_IS_ENOUGH | ELSEWHERE and str(text_for(code=code, status=error.status).title) in general
    ]

    assert without == []
