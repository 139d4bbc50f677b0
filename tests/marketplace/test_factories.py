from datetime import date

import pytest

from marketplace.accounts import actors
from marketplace.accounts.models import Mandate
from marketplace.accounts.roles import Kind, Role
from marketplace.accounts.uscc import check_holds, has_shape
from tests.factories import HEILONGJIANG, make_actor, make_enterprise, make_office, make_organization, make_uscc

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_valid_code(kind):
    organization = make_organization(kind)

    assert has_shape(organization.uscc)
    assert check_holds(organization.uscc)


def test_codes_never_repeat():
    assert len({make_uscc() for _ in range(50)}) == 50


def test_an_actor_is_what_acting_gives():
    enterprise = make_enterprise()
    made = make_actor(enterprise, Role.APPLICANT, Role.SIGNATORY)

    found = actors.acting(person=made.person, organization_uscc=enterprise.uscc, on=date(2026, 3, 1))

    assert found == made


def test_a_signatory_may_sign_and_others_may_not():
    enterprise = make_enterprise()
    signatory = make_actor(enterprise, Role.SIGNATORY)

    mandate = actors.require_mandate(signatory, Mandate.Act.SIGN_DEAL, on=date(2026, 3, 1))

    assert mandate.person == signatory.person
    with pytest.raises(actors.NoMandate):
        actors.require_mandate(make_actor(enterprise, Role.FINANCE), Mandate.Act.SIGN_DEAL, on=date(2026, 3, 1))


def test_an_office_has_the_level_of_its_region():
    assert (make_office().level, make_office(region=HEILONGJIANG).level) == ("city", "province")
