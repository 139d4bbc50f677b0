"""A form per kind of legal fact, made from the engine's table of kinds, so that a new kind needs only its words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.cases.forms import YesNoField
from frontend.components.eligibility import PURPOSES
from frontend.components.fields import DayField, MoneyField, SlotField
from frontend.university.fact_words import FIELDS, WORDS
from listings.eligibility.rules.fields import (
    Amount,
    Choice,
    Code,
    Flag,
    ListOf,
    Text,
    Topics,
    Whole,
    WholeDay,
)
from listings.eligibility.rules.kinds import KINDS
from listings.patents.models import FactSource

# Kinds whose form asks for the first day of a state, not for the day of an event.
_STATES: Final = frozenset({"pledge", "preservation", "license", "own_use", "obstacle"})
# What people record by hand; the rest is recorded by the steps of the product.
RECORDABLE: Final = (
    "checked",
    "fee_paid",
    "non_use_declaration",
    "consent",
    "co_owner_agreement",
    "evaluation_report",
    "license",
    "license_ended",
    "pledge",
    "pledgee_consent",
    "pledge_released",
    "preservation",
    "preservation_released",
    "owner_change",
    "lapse_unpaid",
    "abandoned",
    "expired",
    "invalidated_full",
    "invalidated_part",
    "restored",
    "term_compensation",
    "overseas_application",
    "overseas_grant",
    "award",
    "own_use",
    "product_filing",
    "sei_match",
    "obstacle",
)
# Which fact settles a rule that is open; where the register has to be read, that reading.
SETTLED_BY: Final[Mapping[str, str]] = {
    "in_force": "checked",
    "annual_fee": "fee_paid",
    "pledge": "checked",
    "no_preservation": "checked",
    "no_suspension": "checked",
    "no_exclusive_license": "checked",
    "co_owner_consents": "consent",
    "evaluation_report": "evaluation_report",
    "unused": "non_use_declaration",
    "no_proper_reason": "non_use_declaration",
    "high_value_class": "sei_match",
}
_PAPERS: Final = ("pdf", "jpg", "png", "ofd")


class FactForm(forms.Form):
    """One fact: its day, what it says, where it was read and on which day, and the paper that proves it."""

    source = forms.ChoiceField(label=_("Source"), choices=FactSource.choices)
    as_of = DayField(label=_("Day on which the source was read"))

    def __init__(self, *args: Any, kind: str, owner_choices: Mapping[str, str], **options: Any) -> None:
        """
        Make the fields of a kind.

        :param owner_choices: the owners that a consent can be of, by their reference.
        """
        super().__init__(*args, **options)
        self.kind = kind
        self.start = "from" if kind in _STATES else "on"
        if kind != "checked":
            label = _("First day") if kind in _STATES else _("Day")
            self.fields[self.start] = DayField(label=label)
        for name, spec in KINDS[kind].fields.items():
            if name == "owner":
                self.fields[name] = forms.ChoiceField(label=str(FIELDS[name]), choices=list(owner_choices.items()))
            else:
                self.fields[name] = _field(name, spec.kind, is_required=spec.required)
        self.order_fields([self.start, *KINDS[kind].fields, "source", "as_of"])

    def fact(self) -> dict[str, Any]:
        """Give the fact in plain form, without its paper."""
        given = {"kind": self.kind, **self.cleaned_data}
        given.pop("document", None)
        if "all" in given.get("topics", ()):
            given["topics"] = "all"
        return {name: _plain(value) for name, value in given.items() if value not in (None, "", [])}


def _field(name: str, kind: Any, *, is_required: bool) -> forms.Field:
    label: Any = FIELDS[name]
    if name == "document":
        return SlotField(label=label, shows=_("The signed paper, all pages"), types=_PAPERS, required=False)
    if name == "owners":
        return OwnersField(label=label, help_text=_("Credit codes or names, separated by semicolons."))
    if isinstance(kind, WholeDay):
        return DayField(label=label, required=is_required)
    if isinstance(kind, Amount):
        return MoneyField(label=label, required=is_required)
    if isinstance(kind, Whole):
        return forms.IntegerField(label=label, min_value=0, max_value=kind.most, required=is_required)
    if isinstance(kind, Flag):
        return YesNoField(label=label, required=is_required)
    if isinstance(kind, Choice):
        return forms.ChoiceField(label=label, choices=_choices(kind.words), required=is_required)
    if isinstance(kind, Topics):
        return _many(label, ("all", *kind.every), initial=("all",))
    if isinstance(kind, ListOf) and isinstance(kind.item, Choice):
        return _many(label, kind.item.words)
    if not isinstance(kind, Code | Text):
        raise TypeError(f"no form field for {kind!r}")
    return forms.CharField(label=label, max_length=200, required=is_required)


class OwnersField(forms.CharField):
    """Names or codes of owners in one line, as a list."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [part.strip() for part in unicodedata.normalize("NFKC", text).split(";") if part.strip()]


def _many(label: Any, words: tuple[str, ...], initial: tuple[str, ...] = ()) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=_choices(words), initial=list(initial), widget=forms.CheckboxSelectMultiple
    )


def _choices(words: tuple[str, ...]) -> list[tuple[str, str | Promise]]:
    names: Mapping[str, Promise] = {**WORDS, **PURPOSES}
    return [(word, names[word]) for word in words]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value.isoformat() if hasattr(value, "isoformat") else value
