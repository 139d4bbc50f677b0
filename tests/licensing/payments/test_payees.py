"""The account to which an organization is paid online."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from licensing.payments.models import PayeeAccount
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from tests.factories import make_actor, make_university

pytestmark = pytest.mark.django_db


def connect(role, account="acct_1"):
    actor = make_actor(make_university(), role)
    call_command("connect_payee", uscc=actor.organization.uscc, account=account, administrator=actor.person.email)
    return actor.organization


def test_is_named_by_the_administrator(capsys):
    organization = connect(Role.ADMINISTRATOR)

    row = PayeeAccount.objects.get()
    assert (row.organization, row.stripe_account, row.livemode) == (organization, "acct_1", True)
    assert Event.objects.get(topic="payee.connected").changes == {"livemode": True}
    assert capsys.readouterr().out == f"{organization.name} is paid online at acct_1\n"


def test_is_named_by_nobody_else():
    with pytest.raises(CommandError, match=r"^organization\.manage$"):
        connect(Role.OWNER_FINANCE)

    assert not PayeeAccount.objects.exists()


def test_is_not_named_for_a_person_who_is_unknown():
    with pytest.raises(CommandError, match=r"^nobody@example\.cn has not signed up$"):
        call_command("connect_payee", uscc=make_university().uscc, account="acct_1", administrator="nobody@example.cn")
