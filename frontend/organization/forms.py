"""Forms of joining and administration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.cases.forms import YesNoField
from frontend.components.fields import DayField, OrganizationCodeField, SlotField
from marketplace.accounts.models import Mandate
from marketplace.accounts.organizations import OPEN_KINDS
from marketplace.accounts.roles import ROLE_WORDS, Kind, Role

KINDS: Final = {
    Kind.UNIVERSITY: _("University"),
    Kind.RESEARCH_INSTITUTE: _("Research institute"),
    Kind.ENTERPRISE: _("Enterprise"),
    Kind.BUREAU_OFFICE: _("Office of the bureau"),
    Kind.PLATFORM: _("Trading platform"),
}
# What a role is for, said to somebody who has to pick one.
DUTIES: Final = {
    Role.ADMINISTRATOR: _("invites people, gives roles and mandates"),
    Role.INVENTOR: _("describes the own inventions"),
    Role.OFFICER: _("imports patents, writes listings, answers requests"),
    Role.LISTING_APPROVER: _("approves and publishes what others wrote"),
    Role.OWNER_SIGNATORY: _("signs terms and contracts of the owner"),
    Role.OWNER_FINANCE: _("confirms payments, files invoices"),
    Role.APPLICANT: _("takes licenses, reports use, prepares claims"),
    Role.SIGNATORY: _("signs contracts, submits claims"),
    Role.FINANCE: _("records payments"),
    Role.CITY_CHECKER: _("checks claims and organizations of the city"),
    Role.PROVINCIAL_REVIEWER: _("reviews claims of the province"),
    Role.APPROVER: _("approves awards and rules as a second person"),
    Role.BUREAU_FINANCE: _("records that subsidies were paid"),
    Role.POLICY_EDITOR: _("keeps the rules of subsidies"),
    Role.INTEGRATOR: _("reads the exchange feed"),
}


def role_field(roles: Iterable[Role]) -> forms.ChoiceField:
    """Give the field for one of some roles, each with what it is for."""
    return forms.ChoiceField(
        label=_("Role"),
        choices=[
            (role.value, _("%(role)s: %(duty)s") % {"role": ROLE_WORDS[role], "duty": DUTIES[role]}) for role in roles
        ],
        widget=forms.RadioSelect,
    )


class CodeForm(forms.Form):
    """The code of the organization that somebody wants to act for."""

    uscc = OrganizationCodeField(label=_("Unified social credit code"))


class RoleForm(forms.Form):
    """One role among those of a desk."""

    def __init__(self, *args: Any, roles: Iterable[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = role_field(roles)


class InviteForm(RoleForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ("email", "role")


class RegistrationForm(forms.Form):
    """What an organization says about itself."""

    uscc = OrganizationCodeField(label=_("Unified social credit code"))
    name = forms.CharField(label=_("Name as in the register"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=[(kind.value, word) for kind, word in KINDS.items() if kind in OPEN_KINDS],
        widget=forms.RadioSelect,
    )
    region = forms.CharField(
        label=_("Administrative division"),
        max_length=6,
        help_text=_("Six digits of GB/T 2260 of the place of residence: 230100 is Harbin."),
    )
    is_public_body = forms.BooleanField(
        label=_("A public university or institute"),
        required=False,
        help_text=_("Then a price notice runs before terms are signed."),
    )
    is_small_or_medium = YesNoField(
        label=_("A small or medium enterprise?"), required=False, empty_value=None, help_text=_("For enterprises only.")
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    contact_desk = forms.CharField(label=_("Contact office"), max_length=120, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)


class DecisionForm(forms.Form):
    """Whether somebody may join."""

    accept = YesNoField(label=_("Accept the request?"))


class MandateForm(forms.Form):
    """A power to sign: for which acts, from when, until when, by which paper."""

    acts = forms.MultipleChoiceField(
        label=_("For which acts"), choices=Mandate.Act.choices, widget=forms.CheckboxSelectMultiple
    )
    valid_from = DayField(label=_("From"))
    valid_until = DayField(
        label=_("First day without the power"), required=False, help_text=_("Empty: until it is ended.")
    )
    document = SlotField(
        label=_("Paper"),
        shows=_("The letter of authority, signed and sealed; needed for a power of your own"),
        required=False,
    )
