"""The terms editor's form: fields made from a template's items, and the plan they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.components import formats, spellings
from frontend.components.fields import DayField, MoneyField
from frontend.components.plans import BASES, KINDS
from frontend.components.refusals import put_on_form
from listings.offers import plans
from listings.offers.models import LicenseTerms, Track
from listings.offers.services.terms import Choice

_MONTHS: Final = 600
_BOUNDS: Final = {"floor": _("least a period"), "cap": _("most a period"), "total_cap": _("most in all")}


class RateField(forms.Field):
    """A rate in percent, as a share of one."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Enter a rate in percent, for example 3."),
        "invalid": _("“%(value)s” is not a rate from 0 to 100 percent with at most four decimal places."),
    }

    def prepare_value(self, value: Any) -> Any:
        return formats.plain(value * 100) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return spellings.read_percent(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error


class TermsForm(forms.Form):
    """
    Terms by one template: what is chosen beside the plan, then amount, rate and months of each item.

    Fields of items are named by their place: ``items_0_amount``, ``items_1_rates_0_rate``.
    """

    template = forms.CharField(widget=forms.HiddenInput)
    track = forms.ChoiceField(label=_("Track"), choices=Track.choices, widget=forms.RadioSelect)
    term_months = forms.IntegerField(label=_("Term of the license in months"), min_value=1, max_value=_MONTHS)
    field_of_use = forms.CharField(
        label=_("Field of use"), max_length=300, required=False, help_text=_("Empty: every use.")
    )
    region_prefix = forms.CharField(
        label=_("Only for enterprises registered in"),
        max_length=6,
        required=False,
        help_text=_("Two, four or six digits of GB/T 2260: 23 is Heilongjiang. Empty: everywhere."),
    )
    small_or_medium = forms.BooleanField(label=_("Only for small and medium enterprises"), required=False)
    standing_offer_until = DayField(
        label=_("Standing offer until"),
        required=False,
        help_text=_(
            "Until this day whoever meets the conditions gets the license by signing. Leave it empty for an open "
            "license."
        ),
    )
    fee_basis = forms.CharField(
        label=_("How the fee was worked out"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    ceiling_reason = forms.CharField(
        label=_("Reason for a fee above the usual ceiling"),
        required=False,
        help_text=_("Needed above 20 % of net sales, 40 % of profit, or 20 million yuan of fixed fees."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, base: Mapping[str, Any], **options: Any) -> None:
        """
        Make the fields of the items.

        :param base: the plan of the template, whose values stand in the fields until others are typed.
        """
        super().__init__(*args, **options)
        self.base = base
        self.plan: plans.Plan | None = None
        for name, field in _item_fields(base):
            self.fields[name] = field
        self.order_fields(["template", "track", "term_months", *self.item_names])

    @property
    def item_names(self) -> list[str]:
        """Give the names of the fields of items."""
        return [name for name in self.fields if name.startswith("items_")]

    def clean(self) -> dict[str, Any]:
        """Read the plan that the fields make; what is wrong with it stands at its fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.plan = plans.read_plan(self.plan_mapping(cleaned))
            except plans.PlanRefused as refused:
                put_on_form(self, refused)
        return cleaned

    def plan_mapping(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Give the template's plan with what was typed."""
        plan: dict[str, Any] = {**self.base, "term_months": cleaned["term_months"]}
        plan["items"] = [_filled(item, place, cleaned) for place, item in enumerate(self.base["items"])]
        instalments = [Decimal(item["amount"]) for item in plan["items"] if item["kind"] == "instalment"]
        if "instalment_total" in plan:
            plan["instalment_total"] = str(sum(instalments, Decimal("0.00")))
        return plan

    def choice(self) -> Choice:
        """Give what was chosen as ``choose_terms`` takes it."""
        given = self.cleaned_data
        conditions: dict[str, Any] = {"region_prefix": given["region_prefix"].strip()} if given["region_prefix"] else {}
        if given["small_or_medium"]:
            conditions["small_or_medium"] = True
        return Choice(
            track=given["track"],
            plan=self.plan_mapping(given),
            field_of_use=given["field_of_use"],
            conditions=conditions,
            standing_offer_until=given["standing_offer_until"],
            fee_basis=given["fee_basis"],
            ceiling_reason=given["ceiling_reason"],
        )


def base_of(template: str, terms: LicenseTerms | None) -> dict[str, Any]:
    """Give the plan to start from: that of the terms where they were made from this template, else the template."""
    if terms is not None and terms.plan.get("pattern") == template:
        stored: dict[str, Any] = terms.plan
        return stored
    found: dict[str, Any] = plans.templates()[template]
    return found


def initial_of(template: str, base: Mapping[str, Any], terms: LicenseTerms | None, *, today: date) -> dict[str, Any]:
    """Give the values that stand in a form not yet sent."""
    values: dict[str, Any] = {"template": template, "term_months": base["term_months"]}
    if terms is None:
        next_year = date(today.year + 1, 12, 31)
        return values | {"track": Track.NEGOTIATED_ORDINARY.value, "standing_offer_until": next_year}
    return values | {
        "track": terms.track,
        "field_of_use": terms.field_of_use,
        "region_prefix": terms.conditions.get("region_prefix", ""),
        "small_or_medium": bool(terms.conditions.get("small_or_medium")),
        "standing_offer_until": terms.standing_offer_until,
        "fee_basis": terms.fee_basis,
        "ceiling_reason": terms.ceiling_reason,
    }


def _item_fields(base: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    for place, item in enumerate(base["items"]):
        label = _label(place, item)
        if item["kind"] != "royalty":
            amount = Decimal(item["amount"])
            yield (
                f"items_{place}_amount",
                MoneyField(label=gettext("%(item)s: amount") % {"item": label}, initial=amount),
            )
            if (months := item["trigger"].get("months_after")) is not None:
                said = gettext("%(item)s: months until it is due") % {"item": label}
                yield (
                    f"items_{place}_trigger_months_after",
                    forms.IntegerField(label=said, min_value=0, max_value=_MONTHS, initial=months),
                )
            continue
        for row, rate in enumerate(item["rates"]):
            said = gettext("%(item)s: rate in percent from year %(year)s") % {"item": label, "year": rate["from_year"]}
            yield f"items_{place}_rates_{row}_rate", RateField(label=said, initial=Decimal(rate["rate"]))
        for name in _BOUNDS:
            if item.get(name) is not None:
                said = gettext("%(item)s: %(bound)s") % {"item": label, "bound": _BOUNDS[name]}
                yield f"items_{place}_{name}", MoneyField(label=said, initial=Decimal(item[name]))


def _label(place: int, item: Mapping[str, Any]) -> str:
    kind = str(KINDS[item["kind"]])
    if item["kind"] == "royalty":
        kind = gettext("%(kind)s on %(base)s") % {"kind": kind, "base": BASES[item["base"]]}
    return gettext("%(place)s. %(kind)s") % {"place": place + 1, "kind": kind}


def _filled(item: Mapping[str, Any], place: int, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    filled = dict(item)
    for name in ("amount", *_BOUNDS):
        if (value := cleaned.get(f"items_{place}_{name}")) is not None:
            filled[name] = str(value)
    if (months := cleaned.get(f"items_{place}_trigger_months_after")) is not None:
        filled["trigger"] = {**item["trigger"], "months_after": months}
    if "rates" in item:
        filled["rates"] = [
            {**row, "rate": str(cleaned[f"items_{place}_rates_{number}_rate"])}
            for number, row in enumerate(item["rates"])
        ]
    return filled
