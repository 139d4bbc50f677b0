"""When claims are taken, and how much money there is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from licensing.subsidy.claims import topics
from licensing.subsidy.claims.models import Round
from licensing.subsidy.claims.services.refusals import (
    ClaimInvalid,
    ClaimNotFound,
    RoundClosed,
)
from licensing.subsidy.policies.models import SubsidyPolicy
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.money import money_text
from marketplace.problems import FieldProblem


@events.transaction()
def open_round(
    *,
    actor: Actor,
    policy: SubsidyPolicy,
    year: int,
    opens_on: date,
    cutoff_on: date,
    budget: Decimal | None,
    now: datetime,
) -> Round:
    """Open a round of a policy that is in force, at the office that administers it."""
    require(actor, "round.run")
    if policy.office_id != actor.organization_id or policy.status != SubsidyPolicy.Status.IN_FORCE:
        raise ClaimNotFound("no such policy")
    if cutoff_on < opens_on:
        raise ClaimInvalid(
            "the round has fields to mend",
            problems=[FieldProblem("/cutoff_on", "before_opening", "The last day lies before the first one.")],
        )
    row = Round.objects.create(
        policy=policy, year=year, opens_on=opens_on, cutoff_on=cutoff_on, budget=budget, opened_by=actor.pseudonym
    )
    events.record(
        topics.ROUND_OPENED,
        actor=actor,
        subject=row,
        at=now,
        policy=policy.key,
        year=year,
        opens_on=opens_on,
        cutoff_on=cutoff_on,
        budget=money_text(budget) if budget is not None else None,
    )
    return row


def open_round_on(round_id: UUID, *, on: date, returned: bool = False) -> Round:
    row = Round.objects.select_related("policy").filter(pk=round_id).first()
    if row is None:
        raise ClaimNotFound("no such round")
    # A claim that was returned in time may be completed after the cut-off.
    in_time = row.opens_on <= on and (on <= row.cutoff_on or returned)
    if row.status != Round.Status.OPEN or not in_time:
        raise RoundClosed("claims are not taken today", opens_on=row.opens_on, cutoff_on=row.cutoff_on)
    return row
