"""
One act, one page: show a form, do the act, come back with a line that says what happened.

A refusal keeps everything that was typed and stands at the fields it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from frontend.components.refusals import put_on_form, refusal
from frontend.components.values import Confirmation, Text
from frontend.desks import desk_response
from marketplace.accounts.actors import Actor
from marketplace.problems import DomainError

# A page of an act is read and sent; nothing else is done to it.
ACT_METHODS: Final = ("GET", "HEAD", "POST")

Do = Callable[[dict[str, Any]], str]


class NoFields(forms.Form):
    """The form of an act that needs nothing but the decision."""


def form_act(  # noqa: PLR0913 - What a page of one act says and does.
    request: HttpRequest,
    actor: Actor,
    *,
    form: forms.Form,
    heading: Text,
    button: Text,
    back_url: str,
    do: Do,
    done: Text,
    template: str = "frontend/form_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """
    Show a form and do its act when it is sent.

    :param do: takes the cleaned values, does the act, and gives the address to go on to.
    :param done: the line that stands on the next page.
    """
    shown = {"form": form, "heading": heading, "button": button, "back_url": back_url, **(context or {})}

    def show(status: int) -> HttpResponse:
        return desk_response(request, actor, template, shown, status=status)

    return answer_form(request, form=form, do=do, done=done, show=show)


def answer_form(
    request: HttpRequest, *, form: forms.Form, do: Do, done: Text, show: Callable[[int], HttpResponse]
) -> HttpResponse:
    """
    Do a form's act when it is sent and go on; else show the form, with what was refused at its inputs.

    :param done: the line that stands on the next page, if any.
    :param show: gives the page of the form with a status.
    """
    if request.method != "POST":
        return show(200)
    if not form.is_valid():
        return show(422)
    try:
        address = do(form.cleaned_data)
    except DomainError as error:
        if error.status == 404:
            raise
        put_on_form(form, error)
        return show(error.status)
    if done:
        messages.success(request, str(done))
    return redirect(address)


def confirm_act(
    request: HttpRequest,
    actor: Actor,
    *,
    confirmation: Confirmation,
    do: Do,
    done: Text,
    form: forms.Form | None = None,
    template: str = "frontend/confirm.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show what an act does before it is done; a refusal stands on the same page."""
    form = form if form is not None else NoFields(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"confirmation": confirmation, "form": form, **(context or {})}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                address = do(form.cleaned_data)
            except DomainError as error:
                if error.status == 404:
                    raise
                shown["refusal"] = refusal(error)
                status = error.status
            else:
                messages.success(request, str(done))
                return redirect(address)
    return desk_response(request, actor, template, shown, status=status)
