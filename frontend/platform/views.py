"""Pages of the platform's desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act
from frontend.components.refusals import put_on_form
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from listings.feed import selectors
from listings.feed.keys import KeyNotFound, issue_key, revoke_key
from listings.feed.models import ExchangeKey
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.acting import desk_page

DAYS = (30, 90, 365, 730)


class KeyForm(forms.Form):
    """What a new key is for and how long it lasts."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program reads with it."))
    days = forms.TypedChoiceField(
        label=_("Valid for (days)"), choices=[(days, str(days)) for days in DAYS], initial=365, coerce=int
    )


@require_safe
@desk_page(Desk.PLATFORM)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show where the feed stands and how far each reader of the platform has come."""
    status = selectors.status(now=clock.now())
    context = {
        "status": status,
        "keys": _keys_of(actor),
        "may_manage": actor.may("organization.manage"),
        "feed_url": f"{settings.BASE_URL}{reverse('api_exchange_events')}",
        "status_url": f"{settings.BASE_URL}{reverse('api_exchange_status')}",
    }
    return desk_response(request, actor, "platform/home.html", context)


@require_safe
@desk_page(Desk.PLATFORM, "organization.manage")
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the keys of the platform; the secrets are not kept."""
    return desk_response(request, actor, "platform/keys.html", {"keys": _keys_of(actor), "now": clock.now()})


@require_http_methods(ACT_METHODS)
@desk_page(Desk.PLATFORM, "organization.manage", second_factor=True)
def new_key(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Issue a key and show it this once."""
    form = KeyForm(request.POST or None)
    back = reverse("platform:keys", args=[actor.organization.uscc])
    context = {"form": form, "heading": gettext("New key"), "button": gettext("Issue the key"), "back_url": back}
    if request.method != "POST":
        return desk_response(request, actor, "platform/form.html", context)
    if form.is_valid():
        try:
            lasts = timedelta(days=form.cleaned_data["days"])
            row, secret = issue_key(actor=actor, name=form.cleaned_data["name"], lasts=lasts, now=clock.now())
        except DomainError as error:
            put_on_form(form, error)
        else:
            shown = {"key": row, "secret": secret, "feed_url": f"{settings.BASE_URL}{reverse('api_exchange_events')}"}
            return desk_response(request, actor, "platform/key_issued.html", shown)
    return desk_response(request, actor, "platform/form.html", context, status=422)


@require_http_methods(ACT_METHODS)
@desk_page(Desk.PLATFORM, "organization.manage", second_factor=True)
def revoke(request: HttpRequest, actor: Actor, key_id: UUID) -> HttpResponse:
    """Revoke a key after a look at what that means."""
    row = ExchangeKey.objects.filter(pk=key_id, organization=actor.organization).first()
    if row is None:
        raise KeyNotFound(str(key_id))
    back = reverse("platform:keys", args=[actor.organization.uscc])
    confirmation = Confirmation(
        act=gettext("Revoke the key %(name)s?") % {"name": row.name},
        button=gettext("Revoke the key"),
        back_url=back,
        cannot_be_undone=gettext("Programs that read with it are refused from their next request on."),
    )

    def do(_values: dict[str, Any]) -> str:
        revoke_key(actor=actor, key_id=key_id, now=clock.now())
        return back

    done = gettext("The key %(name)s is revoked.") % {"name": row.name}
    return confirm_act(request, actor, confirmation=confirmation, do=do, done=done, template="platform/confirm.html")


def _keys_of(actor: Actor) -> list[ExchangeKey]:
    return list(ExchangeKey.objects.filter(organization=actor.organization).order_by("-created_at", "prefix"))
