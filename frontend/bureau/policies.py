"""Policies at the bureau's desk: load a file, put a rule in force by a second person, open rounds, set the switch."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.cases.forms import YesNoField
from frontend.components.fields import DayField, MoneyField, SlotField
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from licensing.requests.services import deferral_switch
from licensing.subsidy import rules
from licensing.subsidy.claims.services import open_round as open_claim_round
from licensing.subsidy.policies import selectors, services
from licensing.subsidy.working import policy_of
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.dated.names import DEFERRED_COUNTS
from marketplace.dated.services import set_setting
from marketplace.web.acting import desk_page


class PolicyFileForm(forms.Form):
    """A policy file, and which of its rules are meant."""

    file = SlotField(
        label=gettext_lazy("Policy file"), shows=gettext_lazy("One YAML file of rules"), types=("yaml", "yml")
    )
    keys = forms.CharField(
        label=gettext_lazy("Rules to load"),
        required=False,
        help_text=gettext_lazy("Their ids, separated by spaces; empty for all rules of the file."),
    )


class RoundForm(forms.Form):
    """When claims are taken, and how much money there is."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2020, max_value=2100)
    opens_on = DayField(label=gettext_lazy("First day"))
    cutoff_on = DayField(label=gettext_lazy("Last day"))
    budget = MoneyField(label=gettext_lazy("Budget"), required=False)


class SwitchForm(forms.Form):
    """The switch that decides whether a deferred payment counts as the announced payment."""

    value = YesNoField(label=gettext_lazy("A deferred payment counts as the announced payment"))
    valid_from = DayField(label=gettext_lazy("From"))
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)
    confirmed = YesNoField(label=gettext_lazy("Is it confirmed?"))


@require_safe
@desk_page(Desk.BUREAU, "policy.read")
def policy_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the rules that this office keeps."""
    rows = [(row, _address(actor, "policy", row.pk)) for row in selectors.kept_by(actor)]
    return desk_response(request, actor, "bureau/policies.html", {"rows": rows, "desk": "bureau"})


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "policy.edit")
def load(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Load rules from a file as drafts; an error names line and path."""
    back = reverse("bureau:home", kwargs={"uscc": actor.organization.uscc})

    def do(given: dict[str, Any]) -> str:
        keys = frozenset(given["keys"].split()) or None
        loaded = services.load_policies(actor=actor, content=given["file"].read(), keys=keys, now=clock.now())
        return _address(actor, "policy", loaded[0].pk) if loaded else back

    return form_act(
        request,
        actor,
        form=PolicyFileForm(request.POST or None, request.FILES or None),
        heading=_("Load rules from a file"),
        button=_("Load the rules"),
        back_url=back,
        do=do,
        done=_("The rules are loaded as drafts. Another person puts them in force."),
        context={"desk": "bureau"},
    )


@require_safe
@desk_page(Desk.BUREAU, "policy.read")
def policy(request: HttpRequest, actor: Actor, policy_id: UUID) -> HttpResponse:
    """Show one rule with its worked examples, open questions and unconfirmed numbers."""
    row = selectors.kept_policy(actor, policy_id)
    read = policy_of(row)
    context = {
        "policy": row,
        "read": read,
        "failures": rules.failing_cases(read),
        "blocking": rules.blocking_reasons(read),
        "cases": row.body.get("cases", []),
        "questions": row.body.get("open_questions", []),
        "rounds": row.rounds.order_by("-year"),
        "put_in_force_url": _address(actor, "put_in_force", row.pk)
        if row.status == "draft" and actor.may("policy.approve")
        else "",
        "open_round_url": _address(actor, "open_round", row.pk)
        if row.status == "in_force" and actor.may("round.run")
        else "",
        "desk": "bureau",
    }
    return desk_response(request, actor, "bureau/policy.html", context)


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "policy.approve", second_factor=True)
def put_in_force(request: HttpRequest, actor: Actor, policy_id: UUID) -> HttpResponse:
    """Put a rule in force as the second person."""
    row = selectors.kept_policy(actor, policy_id)

    def do(_given: dict[str, Any]) -> str:
        services.put_in_force(actor=actor, policy_id=row.pk, now=clock.now())
        return _address(actor, "policy", row.pk)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Put the rule %(key)s in force") % {"key": row.key},
            button=_("Put the rule in force"),
            back_url=_address(actor, "policy", row.pk),
            cannot_be_undone=_("Its text can no longer change; a new version replaces it."),
        ),
        do=do,
        done=_("The rule is in force."),
        context={"desk": "bureau"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "round.run")
def open_round(request: HttpRequest, actor: Actor, policy_id: UUID) -> HttpResponse:
    """Open a round that takes claims under a rule."""
    row = selectors.kept_policy(actor, policy_id)

    def do(given: dict[str, Any]) -> str:
        open_claim_round(actor=actor, policy=row, now=clock.now(), **given)
        return _address(actor, "policy", row.pk)

    return form_act(
        request,
        actor,
        form=RoundForm(request.POST or None, initial={"year": clock.today().year, "opens_on": clock.today()}),
        heading=_("Open a round of %(key)s") % {"key": row.key},
        button=_("Open the round"),
        back_url=_address(actor, "policy", row.pk),
        do=do,
        done=_("The round is open."),
        context={"desk": "bureau"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "setting.set", second_factor=True)
def switches(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Set the switch of deferred payment from a day on, with its source."""
    now = deferral_switch(on=clock.today())
    state = _("on") if now.value else _("off")
    mark = _("confirmed") if now.confirmed else _("not confirmed")

    def do(given: dict[str, Any]) -> str:
        set_setting(actor=actor, name=DEFERRED_COUNTS, at=clock.now(), **given)
        return reverse("bureau:switches", kwargs={"uscc": actor.organization.uscc})

    return form_act(
        request,
        actor,
        form=SwitchForm(request.POST or None, initial={"valid_from": clock.today()}),
        heading=_("Deferred payment as announced payment"),
        button=_("Set the switch"),
        back_url=reverse("bureau:home", kwargs={"uscc": actor.organization.uscc}),
        do=do,
        done=_("The switch is set."),
        context={
            "lead": _("Today it is %(state)s (%(mark)s; source: %(source)s).")
            % {"state": state, "mark": mark, "source": now.source},
            "desk": "bureau",
        },
    )


def _address(actor: Actor, route: str, policy_id: UUID) -> str:
    return reverse(f"bureau:{route}", kwargs={"uscc": actor.organization.uscc, "policy_id": policy_id})
