from pathlib import Path

import pytest

import frontend.demo
from licensing.subsidy.policies import services
from licensing.subsidy.policies.models import SubsidyPolicy
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from tests.factories import HEILONGJIANG, make_actor, make_office
from tests.licensing.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_office(region=HEILONGJIANG)


@pytest.fixture
def editor(province):
    return make_actor(province, Role.POLICY_EDITOR)


@pytest.fixture
def approver(province):
    return make_actor(province, Role.APPROVER)


PROVED = Path(frontend.demo.__file__).parent / "seed" / "policies.yaml"


def load(shared_data, editor, *keys):
    content = (shared_data / "subsidy-policies.yaml").read_bytes()
    return services.load_policies(actor=editor, content=content, keys=frozenset(keys), now=NOW)


def load_proved(editor, key):
    return services.load_policies(actor=editor, content=PROVED.read_bytes(), keys=frozenset({key}), now=NOW)


def test_loads_the_named_rules_once(shared_data, editor):
    (first,) = load(shared_data, editor, "hlj-ip-2021")
    (again,) = load(shared_data, editor, "hlj-ip-2021")

    assert (first.pk, first.status, first.family) == (again.pk, "draft", "hlj-ip")
    assert Event.objects.filter(topic="policy.loaded").count() == 1


@pytest.mark.parametrize("key", ["hlj-ip-2021", "hlj-kj-2024-buyer"])
def test_is_put_in_force_by_another_person(editor, approver, key):
    (policy,) = load_proved(editor, key)

    row = services.put_in_force(actor=approver, policy_id=policy.pk, now=NOW)

    assert (row.status, row.put_in_force_by) == ("in_force", approver.pseudonym)


def test_is_not_put_in_force_by_who_loaded_it(shared_data, province):
    both = make_actor(province, Role.POLICY_EDITOR, Role.APPROVER)
    (policy,) = load(shared_data, both, "hlj-kj-2024-buyer")

    with pytest.raises(services.SamePerson):
        services.put_in_force(actor=both, policy_id=policy.pk, now=NOW)

    assert SubsidyPolicy.objects.get().status == "draft"


def test_is_not_put_in_force_while_an_example_does_not_hold(shared_data, editor, approver):
    (policy,) = load(shared_data, editor, "hlj-ip-2021")
    SubsidyPolicy.objects.update(body={**policy.body, "line_cap": 90000}, sha256="0" * 64)

    with pytest.raises(services.ExamplesDoNotHold) as refusal:
        services.put_in_force(actor=approver, policy_id=policy.pk, now=NOW)

    assert len(refusal.value.values["failures"]) == 2
    assert SubsidyPolicy.objects.get().status == "draft"


def test_is_not_put_in_force_while_no_example_refuses_a_condition(shared_data, editor, approver):
    (policy,) = load(shared_data, editor, "hlj-ip-2021")

    with pytest.raises(services.ExamplesMissing) as refusal:
        services.put_in_force(actor=approver, policy_id=policy.pk, now=NOW)

    gaps = refusal.value.values["gaps"]
    assert isinstance(gaps, list)
    assert "gate_never_refuses: applicant.bad_credit eq false" in gaps
    assert SubsidyPolicy.objects.get().status == "draft"


def test_is_not_put_in_force_when_it_asks_what_nothing_proves(shared_data, editor, approver):
    (policy,) = load(shared_data, editor, "hlj-kj-2024-seller")

    with pytest.raises(services.FieldWithoutSource) as refusal:
        services.put_in_force(actor=approver, policy_id=policy.pk, now=NOW)

    assert refusal.value.values["fields"]
    assert SubsidyPolicy.objects.get().status == "draft"


def test_another_office_does_not_know_it(shared_data, editor):
    (policy,) = load(shared_data, editor, "hlj-ip-2021")
    stranger = make_actor(make_office(region="220000"), Role.APPROVER)

    with pytest.raises(services.PolicyNotFound):
        services.put_in_force(actor=stranger, policy_id=policy.pk, now=NOW)
