"""Every code of a case has a word."""

from frontend.cases import words
from licensing.cases import next_acts
from licensing.subsidy.facts import DECLARED
from marketplace.accounts.roles import Role
from marketplace.events.topics import declared

SUBJECTS = ("license_request.", "deal.", "payment.", "invoice.", "claim.", "award.")


def test_steps_and_acts():
    acts = {act for act, _, _ in [*next_acts._OF_CLAIM.values(), *next_acts._OF_DUTY.values()]}

    assert set(next_acts.STEPS) == set(words.STEPS)
    assert acts <= set(words.ACTS)


def test_roles_that_act():
    roles = {role for _, _, role in [*next_acts._OF_CLAIM.values(), *next_acts._OF_DUTY.values()]}

    assert roles <= {role.value for role in Role}


def test_events_of_a_case():
    topics = {topic for topic in declared() if topic.startswith(SUBJECTS)}

    assert topics <= set(words.EVENTS)


def test_what_an_applicant_declares():
    assert set(DECLARED) == set(words.DECLARATIONS)
