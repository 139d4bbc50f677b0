"""The forms of a case: few fields, each in the spelling of the paper it is copied from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.cases import words
from frontend.components.fields import DayField, MoneyField, SlotField


class YesNoField(forms.TypedChoiceField):
    """A question that must be answered, yes or no."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            **options,
        )


class RequestForm(forms.Form):
    """What an enterprise states when it takes a license."""

    product = forms.CharField(
        label=_("Product or use"), max_length=300, help_text=_("One line is enough, for example: tapered bearings.")
    )
    starts_on = DayField(label=_("Start of use"))
    related_party = YesNoField(
        label=_("Is your enterprise related to the owner?"),
        help_text=_("By shares, control or persons. The subsidy claim uses this answer; it is not asked again."),
    )
    small_or_medium = YesNoField(label=_("Is your enterprise a small or medium one?"))


class TransferForm(forms.Form):
    """A bank transfer as its voucher says."""

    amount = MoneyField(label=_("Amount"))
    paid_on = DayField(label=_("Day of the transfer"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80)
    voucher = SlotField(label=_("Voucher"), shows=_("The bank's receipt of the transfer"), types=("pdf", "png", "jpg"))


class ArrivedForm(forms.Form):
    """The amount that the receiver found on the account."""

    amount = MoneyField(label=_("Amount that arrived"))


class NotFoundForm(forms.Form):
    """Why a transfer is said not to have arrived."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class InvoiceForm(forms.Form):
    """What stands on an invoice."""

    number = forms.CharField(label=_("Invoice number"), max_length=40)
    issued_on = DayField(label=_("Date of the invoice"))
    net = MoneyField(label=_("Net amount"))
    tax = MoneyField(label=_("Tax"), at_least=Decimal(0))
    document = SlotField(label=_("Invoice"), shows=_("The whole invoice"), types=("pdf", "ofd", "xml"))


class RecordalForm(forms.Form):
    """The number and day on CNIPA's filing certificate."""

    number = forms.CharField(label=_("Filing number"), max_length=60)
    recorded_on = DayField(label=_("Date of filing"))


class RegistrationForm(forms.Form):
    """The technology-contract registration."""

    number = forms.CharField(label=_("Registration number"), max_length=16, help_text=_("16 digits."))
    registered_on = DayField(label=_("Date of registration"))


class RevenueForm(forms.Form):
    """The day of the first revenue."""

    revenue_on = DayField(label=_("Day of the first revenue"))


class StatementForm(forms.Form):
    """The base amount of one royalty period."""

    amount = MoneyField(label=_("Base of the royalty in this period"), at_least=Decimal(0))


class UseReportForm(forms.Form):
    """How the patent is used."""

    in_use = YesNoField(label=_("Is the patent in use?"))
    text = forms.CharField(
        label=_("How it is used, or why not yet"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class DeclarationsForm(forms.Form):
    """What a policy asks that no record of ours proves."""

    def __init__(self, *args: Any, asked: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in asked:
            self.fields[name] = YesNoField(label=words.DECLARATIONS[name])


class ReasonForm(forms.Form):
    """Everything that is missing or wrong, in one go."""

    reason = forms.CharField(
        label=_("Everything that is missing or wrong, in one go"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DisbursementForm(forms.Form):
    """A payment of the bureau."""

    paid_on = DayField(label=_("Day of the payment"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80)
