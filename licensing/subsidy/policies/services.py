"""Load published rules from files and put them in force: two people, and only if every worked example holds."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from licensing.subsidy import rules
from licensing.subsidy.facts import has_source
from licensing.subsidy.policies import topics
from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.working import policy_of
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.events.chain import canonical
from marketplace.lifecycle import require_transition
from marketplace.problems import DomainError


class PolicyNotFound(DomainError):
    """Raised for a policy of another office, or none."""

    code = "not_found"
    status = 404


class ExamplesDoNotHold(DomainError):
    """Raised when a policy's worked examples do not come out as written. ``failures`` names them."""

    code = "examples_do_not_hold"


class ExamplesMissing(DomainError):
    """Raised when no worked example refuses a condition, stands at a floor or makes a cap bind. ``gaps`` names them."""

    code = "examples_missing"


class FieldWithoutSource(DomainError):
    """Raised when a policy asks for facts that nothing in the product can prove. ``fields`` names them."""

    code = "field_without_source"


class SamePerson(DomainError):
    """Raised when the person who loaded a policy would put it in force."""

    code = "own_case"
    status = 403


@events.transaction()
def load_policies(*, actor: Actor, content: bytes, keys: frozenset[str] | None, now: datetime) -> list[SubsidyPolicy]:
    """
    Store the rules of a file (or those of them that are named) as drafts of the actor's office.

    A rule that is stored with the very same text is given back as it is.

    :raises UnreadableFile: for a file that is not in the format, with line and path.
    """
    require(actor, "policy.edit")
    file = rules.read_policies(content)
    loaded = []
    for policy in file.policies:
        if keys is not None and policy.id not in keys:
            continue
        body, defaults = rules.policy_source(file, policy.id)
        text = canonical({"defaults": defaults, "policy": body})
        row, created = SubsidyPolicy.objects.get_or_create(
            office=actor.organization,
            key=policy.id,
            sha256=sha256(text.encode()).hexdigest(),
            defaults={
                "family": policy.family or policy.id,
                "title": policy.title,
                "doc_no": policy.doc_no or "",
                "side": policy.side,
                "body": body,
                "defaults": defaults,
                "loaded_by": actor.pseudonym,
                "loaded_at": now,
            },
        )
        if created:
            events.record(topics.POLICY_LOADED, actor=actor, subject=row, at=now, key=row.key, sha256=row.sha256)
        loaded.append(row)
    return loaded


@events.transaction()
def put_in_force(*, actor: Actor, policy_id: UUID, now: datetime) -> SubsidyPolicy:
    """
    Put a draft in force, as the second person. The version of the same key that was in force retires.

    :raises PolicyNotFound, NotPermitted, SamePerson, InvalidTransition
    :raises ExamplesDoNotHold, ExamplesMissing, FieldWithoutSource: before a rule that nobody has proved is in force.
    """
    require(actor, "policy.approve")
    row = SubsidyPolicy.objects.select_for_update().filter(pk=policy_id, office=actor.organization).first()
    if row is None:
        raise PolicyNotFound("no such policy")
    require_transition(SubsidyPolicy.TRANSITIONS, current=row.status, target=SubsidyPolicy.Status.IN_FORCE)
    if row.loaded_by == actor.pseudonym:
        raise SamePerson("another person puts it in force")
    policy = policy_of(row)
    if failures := rules.failing_cases(policy):
        raise ExamplesDoNotHold("worked examples do not hold", failures=[str(failure) for failure in failures])
    if missing := sorted(field for field in rules.fields_of(policy) if not has_source(field)):
        raise FieldWithoutSource("the policy asks for facts without a source", fields=missing, why=", ".join(missing))
    if gaps := rules.in_force_gaps(policy):
        raise ExamplesMissing("worked examples are missing", gaps=[f"{gap.code}: {gap.about}" for gap in gaps])
    earlier = SubsidyPolicy.objects.select_for_update().filter(key=row.key, status=SubsidyPolicy.Status.IN_FORCE)
    earlier.update(status=SubsidyPolicy.Status.RETIRED)
    row.status = SubsidyPolicy.Status.IN_FORCE
    row.put_in_force_by = actor.pseudonym
    row.put_in_force_at = now
    row.save(update_fields=["status", "put_in_force_by", "put_in_force_at"])
    events.record(topics.POLICY_IN_FORCE, actor=actor, subject=row, at=now, key=row.key, sha256=row.sha256)
    return row
