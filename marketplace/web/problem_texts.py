"""
What a person reads about a refusal: one title and one sentence per code, translatable.

``DomainError`` carries a technical message for the API and the logs; a page shows the text declared here for its
code, filled with the error's values. Packages declare theirs when their app is ready; a code without a text gets
the general one of its status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.problems import DomainError, FieldProblem

Text = str | Promise


@dataclass(frozen=True, slots=True)
class ProblemText:
    """The title and the sentence below it; both may name the error's values as ``%(name)s``."""

    title: Text
    detail: Text = ""

    def filled(self, values: Mapping[str, object]) -> ProblemText:
        """Give the text with its places filled; a place without a value leaves the sentence out."""
        return ProblemText(_filled(self.title, values), _filled(self.detail, values))


def _filled(text: Text, values: Mapping[str, object]) -> str:
    words = str(text)
    if "%(" not in words:
        return words
    try:
        return words % values
    except KeyError:
        return ""


GENERAL: Final[Mapping[int, ProblemText]] = {
    400: ProblemText(_("The request could not be read")),
    401: ProblemText(_("Please sign in")),
    403: ProblemText(_("You may not do this"), _("Ask somebody of your organization who may.")),
    404: ProblemText(_("There is nothing here"), _("Check the address or the number.")),
    405: ProblemText(_("This cannot be done here")),
    409: ProblemText(
        _("This has changed meanwhile"), _("Nothing was saved. Look at the newest state and decide again.")
    ),
    422: ProblemText(_("Something does not fit yet"), _("Nothing was saved. Correct it and try again.")),
    429: ProblemText(_("Too many requests"), _("Wait a little and try again.")),
    500: ProblemText(_("Something went wrong here"), _("It was recorded and we will look into it.")),
    503: ProblemText(_("One part is not available now"), _("Try again in a few minutes.")),
}

_TEXTS: dict[str, ProblemText] = {}


def declare(code: str, title: Text, detail: Text = "") -> None:
    """
    Declare what a person reads when an error of this code reaches a page.

    :raises ValueError: if another text stands for the code: two things with one code would read as each other.
    """
    text = ProblemText(title, detail)
    if _TEXTS.setdefault(code, text) != text:
        raise ValueError(f"{code} has a text already")


def text_for(*, code: str, status: int, values: Mapping[str, object] | None = None) -> ProblemText:
    """Give the text of a code, else the general one of the status."""
    text = _TEXTS.get(code) or GENERAL.get(status) or GENERAL[500]
    return text.filled(values or {})


def text_of(error: DomainError) -> ProblemText:
    """Give the text for an error, filled with its values."""
    return text_for(code=error.code, status=error.status, values=error.values)


def field_text(problem: FieldProblem) -> str:
    """Give the words for one input's problem: those declared for its code, else its own message."""
    text = _TEXTS.get(problem.code)
    return (str(text.filled(problem.values).title) if text else "") or problem.message
