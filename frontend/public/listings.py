"""Home, results, listing and the check of a patent: for anybody, without signing in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from frontend.components.eligibility import eligibility_of
from frontend.components.fields import DayField
from frontend.components.plans import terms_of
from frontend.desks import Workplace, workplaces
from frontend.public import cards, figures
from frontend.public.records import PublicRecord, newest_records, patent_records, read_day, record_of
from frontend.public.results import results_context
from frontend.public.subsidies import estimates
from licensing.requests.tracks import notice_makes_license
from listings.eligibility.services import answers_for
from listings.patents.numbers import NotANumber, WrongCheckDigit, lookup_forms, parse_application_number
from listings.patents.selectors import with_number
from marketplace.accounts.models import Person
from marketplace.accounts.roles import ROLE_WORDS, Desk, roles_with
from marketplace.dated import clock
from marketplace.dated.names import DEFERRED_COUNTS
from marketplace.dated.selectors import setting_on, working_days
from marketplace.web.acting import signed_in_page

NEWEST_ON_HOME = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Give the home page: search, check a number, the newest listings, three figures with their day."""
    today = clock.today()
    newest = [cards.card_of(record, today=today) for record in newest_records(NEWEST_ON_HOME)]
    context = {"cards": newest, "figures": figures.figures(), "today": today}
    return render(request, "public/home.html", context)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Give what is found; htmx gets only the list."""
    context = results_context(request.GET, today=clock.today())
    is_fragment = getattr(request, "htmx", None) and request.htmx.target == "results"  # type: ignore[attr-defined]
    return render(request, "public/results_list.html" if is_fragment else "public/results.html", context)


@require_safe
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """Give the page of a listing that is or was public."""
    record = record_of(number.upper())
    if record is None:
        raise Http404
    if record.has_ended:
        context: dict[str, Any] = {
            "record": record,
            "state": cards.state_of(record),
            "reason": cards.end_reason(record),
        }
        return render(request, "public/listing_ended.html", context)
    return render(request, "public/listing.html", _listing_context(record))


def _listing_context(record: PublicRecord) -> dict[str, Any]:
    today = clock.today()
    document = record.document
    offer = document["offer"]
    declaration = record.patent["declaration"] or {}
    calendar = working_days()
    switch = setting_on(DEFERRED_COUNTS, on=today, default=False)
    return {
        "record": record,
        "document": document,
        "content": document["content"],
        "offer": offer,
        "patent": record.patent,
        "state": cards.state_of(record),
        "facts": cards.legal_facts(record, today=today),
        "purposes": cards.purposes(record),
        "industries": cards.industries(record),
        "maturity": cards.maturity_words(document["content"]["trl"]),
        "routes": [cards.ROUTE_WORDS[route] for route in offer["routes"]],
        "kind": cards.KIND_WORDS[record.patent["kind"]],
        "terms": terms_of(
            offer["payment"],
            start=today,
            calendar=calendar,
            version=offer["terms_version"],
            in_force_since=read_day(document["published_date"]),
        ),
        "offer_until": read_day((offer["standing_offer"] or {}).get("expires_date")),
        "conditions": (offer["standing_offer"] or {}).get("conditions", ()),
        "announced_on": read_day(declaration.get("announcement_date"))
        if declaration.get("terms_hash") == offer["terms_hash"]
        else None,
        "notice_makes_license": notice_makes_license(offer["payment"], deferral_counts=bool(switch.value)),
        "subsidies": estimates(record, today=today, calendar=calendar) if record.status == "published" else [],
        "events": [{**event, "day": read_day(event["date"])} for event in record.patent["legal"]["events"]],
        "today": today,
    }


@require_safe
@signed_in_page
def request_license(request: HttpRequest, person: Person, number: str) -> HttpResponse:
    """Lead from a listing to the enterprise desk at which the license is asked for."""
    record = record_of(number.upper())
    if record is None or record.has_ended:
        raise Http404
    language = get_language() or ""
    places = [
        place
        for place in workplaces(person, on=clock.today(), language=language)
        if place.organization.desk == Desk.ENTERPRISE and place.may("license.request")
    ]
    if len(places) == 1:
        return redirect(_request_address(places[0], record))
    context = {
        "choices": [(place, _request_address(place, record)) for place in places],
        "record": record,
        "roles": [ROLE_WORDS[role] for role in roles_with("license.request")],
    }
    return render(request, "public/request_license.html", context)


def _request_address(place: Workplace, record: PublicRecord) -> str:
    return f"{place.url}listings/{record.number}/request/"


@require_safe
def check_start(request: HttpRequest) -> HttpResponse:
    """Lead from the form with a number to the page of that number."""
    number = request.GET.get("number", "").strip()
    if not number:
        return render(request, "public/check.html", {"number": ""})
    forms = lookup_forms(number)
    return redirect("public:check", forms[0] if forms else number.replace("/", ""))


@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Tell rule by rule what may be done with a patent, today or as it was known on a day."""
    today = clock.today()
    try:
        as_of = DayField(required=False).clean(request.GET.get("as_of", "")) or today
    except ValueError:
        as_of = today
    context: dict[str, Any] = {"number": number, "as_of": as_of, "today": today, "is_past": as_of < today}
    patents = list(with_number(number))
    if not patents:
        return render(request, "public/check.html", context | _reading(number))
    if len(patents) > 1:
        return render(request, "public/check.html", context | {"several": patents})
    answers = answers_for(patents[0], on=as_of, known_at=as_of)
    context |= {
        "patent": patents[0],
        "kind": cards.KIND_WORDS[patents[0].kind],
        "owners": ", ".join(owner.name for owner in patents[0].owners.all()),
        "eligibility": eligibility_of(answers),
        "rule_set": answers.rule_set,
        "listings": [cards.card_of(record, today=today) for record in patent_records(patents[0].pk)],
    }
    return render(request, "public/check.html", context)


def _reading(number: str) -> dict[str, Any]:
    """Say how a number was read that leads to no patent of ours."""
    try:
        return {"read_as": parse_application_number(number).patent_number}
    except WrongCheckDigit as error:
        return {"expected_digit": error.expected}
    except NotANumber:
        return {"read_as": None, "is_no_number": not lookup_forms(number)}
