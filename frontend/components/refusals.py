"""Domain refusals in the error summary of a page: in words, and at the fields that they name."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext

from frontend.components.languages import page_language
from licensing.obligations.ledger.phrases import REFUSALS as LEDGER_REFUSALS
from licensing.obligations.ledger.sentences import of_refusal
from marketplace.accounts.roles import ROLE_WORDS, Role
from marketplace.problems import DomainError, FieldProblem
from marketplace.web.problem_texts import field_text, text_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal in words: what happened and why, what to do, what is kept, and each single point."""

    what: str
    to_do: str
    kept: str
    code: str
    details: tuple[str, ...] = ()


def refusal(error: DomainError) -> Refusal:
    """Put a domain error into words, as its package declared them (``marketplace.web.problem_texts``)."""
    text = text_of(error)
    details = [words_of(problem) for problem in error.problems]
    roles = error.values.get("roles")
    if isinstance(roles, list | tuple):
        names = ", ".join(str(ROLE_WORDS[Role(role)]) for role in roles)
        details.append(gettext("Roles that may do it: %(roles)s") % {"roles": names})
    return Refusal(str(text.title), str(text.detail), gettext("What you entered is kept."), error.code, tuple(details))


def put_on_form(form: forms.BaseForm, error: DomainError) -> None:
    """
    Add a refusal to a form: problems whose pointer names a field stand at it, the rest above the form.

    ``/items/0/amount`` is the field ``items_0_amount``; else its last part, else its first.
    """
    for problem in error.problems:
        parts = problem.pointer.strip("/").split("/")
        name = next((each for each in ("_".join(parts), parts[-1], parts[0]) if each in form.fields), None)
        form.add_error(name, forms.ValidationError(words_of(problem), problem.code))
    if not error.problems:
        text = text_of(error)
        form.add_error(None, forms.ValidationError(f"{text.title} {text.detail}".strip(), error.code))


def words_of(problem: FieldProblem) -> str:
    """Give the words for one input's problem; those of plans and the ledger come from the ledger's own sentences."""
    if problem.code in LEDGER_REFUSALS:
        return of_refusal(problem, page_language())
    return field_text(problem)
