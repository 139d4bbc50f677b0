"""Forms of a listing: its content, and what is asked at each step. Fields are named as the services name them."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.components.fields import DayField
from frontend.public.cards import ROUTE_WORDS
from listings.offers.content import missing_content
from listings.offers.models import EndReason, Listing

_BETWEEN: Final = re.compile(r"[\s,;\uff0c\uff1b\u3001]+")
MATURITY: Final = {
    1: _("1 – basic principle observed"),
    2: _("2 – concept written down"),
    3: _("3 – proven by experiment"),
    4: _("4 – works in the laboratory"),
    5: _("5 – works under simulated conditions"),
    6: _("6 – prototype shown"),
    7: _("7 – prototype in real use"),
    8: _("8 – product complete and tested"),
    9: _("9 – in production"),
}


class CodesField(forms.CharField):
    """Codes in one line, separated by spaces or commas, as a list."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [code for code in _BETWEEN.split(text.upper()) if code]


def _long(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=2000, required=required, widget=area)


class ContentForm(forms.Form):
    """The plain-language content. Nothing is required here: a draft is saved as far as it has come."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    plain_title = forms.CharField(
        label=_("Title in plain words"),
        max_length=120,
        required=False,
        help_text=_("What it does and for what, for example: bearing that stays soft at forty below zero."),
    )
    problem = _long(_("Problem"), _("Which problem of a factory does it solve?"))
    solution = _long(_("Solution"), _("How, in words that a manager understands?"))
    advantages = _long(_("Gain against what is done today"), _("In figures where you have them."))
    application_field = forms.CharField(label=_("Field of application"), max_length=300, required=False)
    product = forms.CharField(
        label=_("Product"),
        max_length=300,
        required=False,
        help_text=_("A patent without a product is hard to find for enterprises. Name at least one."),
    )
    trl = forms.TypedChoiceField(
        label=_("Technology readiness"),
        choices=[("", _("Please choose")), *MATURITY.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    gbt4754 = CodesField(
        label=_("Industries"),
        required=False,
        help_text=_("Codes of GB/T 4754-2017, such as 3451, separated by spaces."),
    )
    sei = CodesField(
        label=_("Strategic emerging industries"),
        required=False,
        help_text=_("Codes, separated by spaces; may be none."),
    )
    know_how = _long(_("Know-how and support"), _("What you add to the patent, and whether it is priced apart."))
    routes = forms.MultipleChoiceField(
        label=_("What is offered"),
        choices=list(ROUTE_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact_desk = forms.CharField(label=_("Contact office"), max_length=120, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    contact_email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    show_inventors = forms.BooleanField(label=_("Show the inventors as printed in the gazette"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say at each field that the review needs."""
        super().__init__(*args, **options)
        for problem in missing_content(Listing()):
            field: Any = self.fields[problem.pointer.strip("/")]
            field.when_needed = _("(needed for the review)")

    def content(self) -> dict[str, Any]:
        """Give what was typed as ``edit_content`` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def content_of(listing: Listing) -> dict[str, Any]:
    """Give the stored content as the form shows it, with its version."""
    return {name: getattr(listing, name) for name in ContentForm.base_fields}


class ReasonForm(forms.Form):
    """Why something is given back or stopped."""

    reason = forms.CharField(
        label=_("Everything that has to change, in one go"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class NoticeForm(forms.Form):
    """Where a price notice is shown."""

    place = forms.CharField(
        label=_("Place of the notice"),
        max_length=200,
        help_text=_("For example: notice board and website of the technology-transfer office."),
    )


class EndNoticeForm(forms.Form):
    """What came in while the notice ran."""

    objections = forms.IntegerField(label=_("Objections received"), min_value=0, initial=0)
    answers = forms.CharField(
        label=_("How they were answered"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where there were objections."),
    )


class StopNoticeForm(forms.Form):
    """Why a notice is stopped."""

    objections = forms.IntegerField(label=_("Objections received"), min_value=0, initial=1)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which objection is right?"),
    )


class SignForm(forms.Form):
    """Name and capacity of the signatory."""

    person_name = forms.CharField(label=_("Your name as you sign"), max_length=80)
    capacity = forms.CharField(
        label=_("Capacity in which you sign"),
        max_length=80,
        help_text=_("For example: authorized representative of the legal representative."),
    )


class WithdrawForm(forms.Form):
    """Why a listing ends."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (reason.value, reason.label)
            for reason in (EndReason.OWNER_REQUEST, EndReason.CO_OWNER_CONSENT_ENDED, EndReason.REPLACED)
        ],
    )
    text = forms.CharField(label=_("In your words, for the public"), max_length=300, required=False)


class FilingForm(forms.Form):
    """The day on which a declaration was filed."""

    filed_on = DayField(label=_("Day of filing"))


class AnnouncementForm(forms.Form):
    """Day and number of an announcement in the gazette."""

    announced_on = DayField(label=_("Day of the announcement"))
    announcement_number = forms.CharField(label=_("Number of the gazette"), max_length=40, required=False)


class WithdrawalForm(forms.Form):
    """Day and reason of a withdrawal that was filed."""

    filed_on = DayField(label=_("Day of filing"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
