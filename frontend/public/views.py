"""Pages of the frame: display, switching desks, echoes of form fields."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from frontend.components.fields import ECHOES
from frontend.desks import workplaces
from frontend.display import COOKIE_AGE_S, SIZE_COOKIE, THEME_COOKIE, display_of, in_language
from frontend.public.forms import DisplayForm
from marketplace.accounts.models import Person
from marketplace.dated import clock
from marketplace.web.acting import signed_in_page


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Give the accessibility statement."""
    return render(request, "public/accessibility.html")


@require_safe
def echo(request: HttpRequest, kind: str) -> HttpResponse:
    """Say back what was understood of the one value that a form field sends."""
    if kind not in ECHOES:
        raise Http404
    text = next(iter(request.GET.values()), "")
    answer = HttpResponse(escape(ECHOES[kind](str(text))))
    patch_cache_control(answer, no_store=True)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Let the reader choose theme, size and language; the choice is kept in cookies, the language in the address."""
    language = get_language() or settings.LANGUAGE_CODE
    chosen = display_of(request.COOKIES)
    back = _local(request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        form = DisplayForm(initial={"theme": chosen.theme, "size": chosen.size, "language": language})
        return render(request, "public/display.html", {"form": form, "back": back})
    form = DisplayForm(request.POST)
    if not form.is_valid():
        return render(request, "public/display.html", {"form": form, "back": back}, status=422)
    response = redirect(in_language(back or "/display/", form.cleaned_data["language"]))
    for name, value in ((THEME_COOKIE, form.cleaned_data["theme"]), (SIZE_COOKIE, form.cleaned_data["size"])):
        response.set_cookie(name, value, max_age=COOKIE_AGE_S, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def _local(address: str) -> str:
    """Give an address only if it leads to a page of ours."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/") else ""


@require_safe
@signed_in_page
def desks(request: HttpRequest, person: Person) -> HttpResponse:
    """List the organizations that the reader can act for; with one only, go there."""
    language = get_language() or settings.LANGUAGE_CODE
    places = workplaces(person, on=clock.today(), language=language)
    if len(places) == 1 and "all" not in request.GET:
        return redirect(places[0].url)
    return render(request, "public/desks.html", {"places": places})
