from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from frontend.university.terms_forms import RateField, TermsForm, base_of, initial_of
from listings.offers import plans
from listings.offers.rows import newest_terms
from tests.listings.making import draft_listing, make_desk

TODAY = date(2026, 3, 2)


def shown_values(form):
    """Give what a browser would send of a form as it is shown."""
    shown = {bound.name: bound.value() for bound in form}
    return {name: value for name, value in shown.items() if value not in (None, False)}


def form_of(template, terms=None, **changed):
    base = base_of(template, terms)
    initial = initial_of(template, base, terms, today=TODAY)
    return TermsForm({**shown_values(TermsForm(base=base, initial=initial)), **changed}, base=base)


@pytest.mark.parametrize("template", plans.templates())
def test_a_template_sent_as_it_is_shown_is_its_own_plan(template):
    form = form_of(template)

    assert form.is_valid(), form.errors
    assert form.plan == plans.read_plan(plans.templates()[template])


@pytest.mark.django_db
def test_terms_that_stand_are_shown_with_their_own_values():
    listing = draft_listing(make_desk())
    terms = newest_terms(listing)

    form = form_of("P1", terms, items_0_amount="8万")

    assert form.is_valid(), form.errors
    choice = form.choice()
    assert (choice.conditions, choice.field_of_use) == (terms.conditions, terms.field_of_use)
    assert choice.standing_offer_until == terms.standing_offer_until
    assert plans.read_plan(choice.plan).items[0].amount == Decimal("80000.00")


@pytest.mark.django_db
def test_another_template_starts_from_its_own_amounts():
    terms = newest_terms(draft_listing(make_desk()))

    assert base_of("P6", terms) == plans.templates()["P6"]


def test_the_total_of_instalments_follows_the_amounts():
    form = form_of("P9", items_1_amount="10000", items_2_amount="25000")

    assert form.is_valid(), form.errors
    assert form.plan.instalment_total == Decimal("35000.00")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"items_0_amount": "0"}, "items_0_amount"),
        ({"items_1_rates_0_rate": "120"}, "items_1_rates_0_rate"),
        ({"items_1_rates_0_rate": "three"}, "items_1_rates_0_rate"),
        ({"term_months": "0"}, "term_months"),
        ({"standing_offer_until": "soon"}, "standing_offer_until"),
    ],
)
def test_what_is_wrong_stands_at_its_field(changed, field):
    form = form_of("P1", **changed)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_a_first_payment_before_the_agreed_deferral_is_said():
    form = form_of("P2", items_0_trigger_months_after="3")

    assert not form.is_valid()


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("3", "0.03"), ("3.5%", "0.035"), ("３．２５％", "0.0325"), ("0.0001", "0.000001"), ("100", "1")],
)
def test_rates_are_read_in_percent(typed, rate):
    assert RateField().clean(typed) == Decimal(rate)


@pytest.mark.parametrize("typed", ["-1", "100.1", "1e2", "3,5", "0.00001", "NaN"])
def test_what_is_no_rate_is_refused_with_an_example(typed):
    with override("en"), pytest.raises(ValidationError, match="is not a rate from 0 to 100 percent"):
        RateField().clean(typed)
