from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.accounts import selectors, services
from marketplace.accounts.actors import NoMandate, NoSuchActor, NotPermitted, acting, require_mandate
from marketplace.accounts.models import Invitation, JoinRequest, Mandate, Membership
from marketplace.accounts.refusals import (
    AlreadyDecided,
    AlreadyMember,
    InvitationOver,
    LastAdministrator,
    MandateMalformed,
    NoSuchInvitation,
    NoSuchMember,
    NoSuchOrganization,
    NoSuchRequest,
    OwnCase,
    PaperNeeded,
    RequestOpen,
    RoleNotOfDesk,
)
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from tests.factories import add_roles, make_actor, make_enterprise, make_person, make_university

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = date(2026, 3, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_actor(make_enterprise(), Role.ADMINISTRATOR)


def roles_of(person, organization, on=TODAY):
    return acting(person=person, organization_uscc=organization.uscc, on=on).roles


def topics() -> list[str]:
    return list(Event.objects.order_by("position").values_list("topic", flat=True))


def test_an_invited_person_joins_with_the_letter(administrator):
    person = make_person(email="li@example.cn")
    invited = services.invite(actor=administrator, email="Li@Example.cn ", role=Role.SIGNATORY, at=NOW)

    services.accept_invitation(person=person, token=invited.token, at=NOW)

    assert roles_of(person, administrator.organization) == {Role.SIGNATORY}
    assert topics() == ["invitation.sent", "invitation.accepted", "membership.granted"]
    assert invited.token not in str(Invitation.objects.values())


def test_an_invitation_is_for_its_address_once_and_for_two_weeks(administrator):
    person = make_person(email="li@example.cn")
    invited = services.invite(actor=administrator, email="li@example.cn", role=Role.FINANCE, at=NOW)
    late = services.invite(actor=administrator, email="li@example.cn", role=Role.APPLICANT, at=NOW)

    with pytest.raises(NoSuchInvitation):
        services.accept_invitation(person=make_person(), token=invited.token, at=NOW)
    with pytest.raises(NoSuchInvitation):
        services.accept_invitation(person=person, token="guess", at=NOW)
    with pytest.raises(InvitationOver):
        services.accept_invitation(person=person, token=late.token, at=NOW + timedelta(days=14))
    assert Membership.objects.filter(person=person).count() == 0

    services.accept_invitation(person=person, token=invited.token, at=NOW)
    with pytest.raises(InvitationOver):
        services.accept_invitation(person=person, token=invited.token, at=NOW)
    assert Membership.objects.filter(person=person).count() == 1


def test_only_the_administrator_invites_and_only_to_roles_of_the_desk(administrator):
    with pytest.raises(NotPermitted):
        services.invite(
            actor=make_actor(administrator.organization, Role.SIGNATORY),
            email="x@example.cn",
            role=Role.FINANCE,
            at=NOW,
        )
    with pytest.raises(RoleNotOfDesk):
        services.invite(actor=administrator, email="x@example.cn", role=Role.OFFICER, at=NOW)

    assert (Invitation.objects.count(), topics()) == (0, [])


def ask(person, organization, role=Role.APPLICANT):
    return services.request_to_join(person=person, uscc=organization.uscc.lower(), role=role, at=NOW)


def test_a_request_to_join_waits_for_the_administrator(administrator):
    person = make_person()
    request = ask(person, administrator.organization)
    assert list(selectors.join_requests_of(administrator)) == [request]
    with pytest.raises(NoSuchActor):
        roles_of(person, administrator.organization)

    services.decide_join_request(actor=administrator, request_id=request.pk, accept=True, at=NOW)

    assert roles_of(person, administrator.organization) == {Role.APPLICANT}
    assert topics() == ["join_request.opened", "join_request.decided", "membership.granted"]


def test_a_declined_request_gives_no_role_and_can_be_made_again(administrator):
    person = make_person()
    request = ask(person, administrator.organization)

    services.decide_join_request(actor=administrator, request_id=request.pk, accept=False, at=NOW)

    assert Membership.objects.filter(person=person).count() == 0
    with pytest.raises(AlreadyDecided):
        services.decide_join_request(actor=administrator, request_id=request.pk, accept=True, at=NOW)
    assert ask(person, administrator.organization).status == "open"


def test_a_request_is_open_once_for_a_role_one_has_not(administrator):
    person = make_person()
    add_roles(person, administrator.organization, Role.FINANCE)
    ask(person, administrator.organization)

    with pytest.raises(RequestOpen):
        ask(person, administrator.organization, Role.SIGNATORY)
    with pytest.raises(AlreadyMember):
        ask(person, administrator.organization, Role.FINANCE)
    with pytest.raises(RoleNotOfDesk):
        ask(person, make_university(), Role.APPLICANT)
    with pytest.raises(NoSuchOrganization):
        services.request_to_join(person=person, uscc="912301000000000000", role=Role.APPLICANT, at=NOW)
    assert JoinRequest.objects.count() == 1


def test_a_foreign_request_does_not_exist_and_the_own_one_is_for_others(administrator):
    foreign = ask(make_person(), make_enterprise())
    own = ask(administrator.person, administrator.organization)

    with pytest.raises(NoSuchRequest):
        services.decide_join_request(actor=administrator, request_id=foreign.pk, accept=True, at=NOW)
    with pytest.raises(OwnCase):
        services.decide_join_request(actor=administrator, request_id=own.pk, accept=True, at=NOW)
    assert set(JoinRequest.objects.values_list("status", flat=True)) == {"open"}


def test_a_member_gets_one_more_role_and_a_stranger_is_invited_instead(administrator):
    member = make_actor(administrator.organization, Role.APPLICANT).person

    services.grant_role(actor=administrator, person_id=member.pk, role=Role.SIGNATORY, at=NOW)

    assert roles_of(member, administrator.organization) == {Role.APPLICANT, Role.SIGNATORY}
    with pytest.raises(AlreadyMember):
        services.grant_role(actor=administrator, person_id=member.pk, role=Role.SIGNATORY, at=NOW)
    with pytest.raises(NoSuchMember):
        services.grant_role(actor=administrator, person_id=make_person().pk, role=Role.SIGNATORY, at=NOW)
    assert topics() == ["membership.granted"]


def membership_of(actor, role):
    return Membership.objects.get(person=actor.person, organization=actor.organization, role=role)


def test_a_role_ends_today_and_can_be_given_again(administrator):
    member = make_actor(administrator.organization, Role.APPLICANT, Role.FINANCE)

    services.end_role(actor=administrator, membership_id=membership_of(member, Role.FINANCE).pk, at=NOW)

    assert roles_of(member.person, administrator.organization) == {Role.APPLICANT}
    assert roles_of(member.person, administrator.organization, TODAY - timedelta(days=1)) == member.roles
    services.grant_role(actor=administrator, person_id=member.person.pk, role=Role.FINANCE, at=NOW)
    assert roles_of(member.person, administrator.organization) == member.roles


def test_everybody_may_leave_but_not_make_others_leave(administrator):
    member, other = (make_actor(administrator.organization, Role.APPLICANT) for _ in range(2))

    with pytest.raises(NotPermitted):
        services.end_role(actor=member, membership_id=membership_of(other, Role.APPLICANT).pk, at=NOW)
    services.end_role(actor=member, membership_id=membership_of(member, Role.APPLICANT).pk, at=NOW)

    assert roles_of(other.person, administrator.organization) == {Role.APPLICANT}
    with pytest.raises(NoSuchActor):
        roles_of(member.person, administrator.organization)


def test_the_last_administrator_stays(administrator):
    own = membership_of(administrator, Role.ADMINISTRATOR)

    with pytest.raises(LastAdministrator):
        services.end_role(actor=administrator, membership_id=own.pk, at=NOW)
    own.refresh_from_db()
    assert (own.valid_until, topics()) == (None, [])

    make_actor(administrator.organization, Role.ADMINISTRATOR)
    services.end_role(actor=administrator, membership_id=own.pk, at=NOW)
    assert topics() == ["membership.ended"]


def test_a_foreign_membership_does_not_exist(administrator):
    foreign = make_actor(make_enterprise(), Role.APPLICANT)

    with pytest.raises(NoSuchMember):
        services.end_role(actor=administrator, membership_id=membership_of(foreign, Role.APPLICANT).pk, at=NOW)


def give(actor, person, acts=(Mandate.Act.SIGN_DEAL,), until=date(2027, 1, 1), paper=""):
    return services.grant_mandate(
        actor=actor,
        person_id=person.pk,
        acts=acts,
        valid_from=TODAY,
        valid_until=until,
        at=NOW,
        document_sha256=paper,
    )


def test_a_mandate_covers_its_acts_until_its_end(administrator):
    signatory = make_actor(administrator.organization, Role.SIGNATORY, mandates=False)
    mandate = give(administrator, signatory.person)

    assert require_mandate(signatory, Mandate.Act.SIGN_DEAL, on=date(2026, 12, 31)) == mandate
    for act, day in (
        (Mandate.Act.SUBMIT_CLAIM, TODAY),
        (Mandate.Act.SIGN_DEAL, date(2027, 1, 1)),
        (Mandate.Act.SIGN_DEAL, date(2026, 2, 28)),
    ):
        with pytest.raises(NoMandate):
            require_mandate(signatory, act, on=day)


def test_an_ended_mandate_covers_nothing(administrator):
    signatory = make_actor(administrator.organization, Role.SIGNATORY, mandates=False)
    mandate = give(administrator, signatory.person)

    services.end_mandate(actor=administrator, mandate_id=mandate.pk, at=NOW)

    with pytest.raises(NoMandate):
        require_mandate(signatory, Mandate.Act.SIGN_DEAL, on=TODAY)
    with pytest.raises(NoSuchMember):
        services.end_mandate(actor=administrator, mandate_id=mandate.pk, at=NOW)
    assert topics() == ["mandate.granted", "mandate.ended"]


def test_refuses_mandates_that_make_no_sense_or_have_no_ground(administrator):
    signatory = make_actor(administrator.organization, Role.SIGNATORY, mandates=False)

    with pytest.raises(MandateMalformed):
        give(administrator, signatory.person, acts=())
    with pytest.raises(MandateMalformed):
        give(administrator, signatory.person, until=TODAY)
    with pytest.raises(NoSuchMember):
        give(administrator, make_person())
    with pytest.raises(NotPermitted):
        give(signatory, signatory.person)
    with pytest.raises(PaperNeeded):
        give(administrator, administrator.person)
    assert (Mandate.objects.count(), topics()) == (0, [])

    assert give(administrator, administrator.person, paper="0" * 64).person == administrator.person


def test_shows_each_only_their_own(administrator):
    other = make_actor(make_enterprise(name="甲"), Role.ADMINISTRATOR)
    add_roles(administrator.person, other.organization, Role.FINANCE)
    services.invite(actor=other, email="x@example.cn", role=Role.FINANCE, at=NOW)
    ask(make_person(), other.organization)

    assert [row.person for row in selectors.members_of(administrator, on=TODAY)] == [administrator.person]
    assert list(selectors.invitations_of(administrator)) == []
    assert list(selectors.join_requests_of(administrator)) == []
    assert list(selectors.mandates_of(administrator)) == []
    assert {place.organization.pk: place.roles for place in selectors.places_of(administrator.person, on=TODAY)} == {
        administrator.organization_id: (Role.ADMINISTRATOR,),
        other.organization_id: (Role.FINANCE,),
    }
    with pytest.raises(NotPermitted):
        selectors.join_requests_of(make_actor(administrator.organization, Role.APPLICANT))
