from importlib import import_module
from pkgutil import walk_packages

import pytest

import marketplace
from marketplace.accounts.actors import NotVerified
from marketplace.problems import DomainError, FieldProblem
from marketplace.web import problem_texts
from marketplace.web.problem_texts import GENERAL, declare, field_text, text_for, text_of


def refusals(kind=DomainError):
    for below in kind.__subclasses__():
        yield below
        yield from refusals(below)


def test_every_refusal_of_the_kernel_has_words_of_its_own():
    for module in walk_packages(marketplace.__path__, "marketplace."):
        if not {"migrations", "management"} & set(module.name.split(".")):
            import_module(module.name)
    of_the_kernel = {refusal for refusal in refusals() if refusal.__module__.startswith("marketplace.")}

    without = {refusal.code for refusal in of_the_kernel if refusal.code not in problem_texts._TEXTS}

    # What does not exist is told by the page of its status.
    assert without == {"not_found"}


def test_a_code_has_one_text():
    with pytest.raises(ValueError, match="organization_not_verified has a text already"):
        declare("organization_not_verified", "another")

    assert str(text_for(code="organization_not_verified", status=422, values={"organization": "x"}).title) != "another"


def test_fills_in_the_values_of_the_error():
    text = text_of(NotVerified("x", organization="示例公司"))

    assert "示例公司" in str(text.title)


def test_leaves_a_sentence_out_whose_values_are_missing(monkeypatch):
    monkeypatch.setitem(problem_texts._TEXTS, "x", problem_texts.ProblemText("%(here)s", "%(there)s"))

    text = text_for(code="x", status=422, values={"here": 1})

    assert (text.title, text.detail) == ("1", "")
    assert text_for(code="x", status=422).title == ""


def test_a_code_without_words_gets_those_of_its_status():
    assert str(text_for(code="never_declared", status=409).title) == str(GENERAL[409].title)


def test_a_field_reads_its_code_else_its_own_message():
    assert field_text(FieldProblem("/uscc", "never_declared", "own words")) == "own words"
    assert field_text(FieldProblem("/uscc", "uscc_malformed", "own words")) != "own words"
