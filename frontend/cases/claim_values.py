"""Turn a claim into view values, the same at every desk."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext

from frontend.cases import values, words
from frontend.components import formats
from frontend.components.amounts import Worksheet
from frontend.components.values import Case as Header
from frontend.components.values import CheckLine, HistoryEntry, NextStep, Party, State
from licensing.cases import next_acts
from licensing.cases.selectors import history
from licensing.subsidy import rules
from licensing.subsidy.claims.models import Award, Claim, Disbursement
from licensing.subsidy.regions import city_name
from licensing.subsidy.working import policy_of
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import ROLE_WORDS, Role

_KINDS: Final = {"claimed": "claimed", "awarded": "awarded"}


def page(claim: Claim, actor: Actor, *, act_url: str = "") -> dict[str, Any]:
    """Give everything the page of one claim shows."""
    return {
        "case": header(claim, actor, act_url=act_url),
        "claim": claim,
        "lines": [line.deal for line in claim.lines.select_related("deal__patent", "deal__licensor")],
        "declarations": declarations(claim),
        "worksheets": worksheets(claim),
        "blocking": rules.blocking_reasons(policy_of(claim.round.policy)),
        "history": claim_history(claim),
    }


def header(claim: Claim, actor: Actor, *, act_url: str = "") -> Header:
    """Give the head of a claim: number, parties, sentence, what is next."""
    act = next_acts.of_claim(claim)
    what = words.word(words.ACTS, act.act)
    who = str(ROLE_WORDS[Role(act.role)]) if act.role else ""
    return Header(
        number=claim.number,
        title=claim.round.policy.title,
        state=state_of(claim, actor),
        parties=[
            Party(words.word(words.CAPACITIES, "applicant"), claim.applicant.name),
            Party(words.word(words.CAPACITIES, "office"), claim.round.policy.office.name),
        ],
        next=NextStep(what=what, who=who, act_url=act_url, act_label=what),
    )


def state_of(claim: Claim, actor: Actor) -> State:
    """Give the state of a claim with its sentence."""
    award = Award.objects.filter(claim=claim).first()
    paid = Disbursement.objects.filter(award=award).first() if award else None
    known: dict[str, object] = {
        "date": paid.paid_on if paid else claim.round.cutoff_on,
        "city": city_name(claim.city) or claim.city,
        "office": claim.round.policy.office.name,
        "n": len(claim.reason.splitlines()) or 1,
        "clause": claim.round.policy.doc_no,
        "reason": claim.reason,
        "last4": claim.bank_account[-4:],
    }
    if award is not None:
        known["amount"] = formats.money(award.amount)
    is_mine = claim.applicant_id == actor.organization_id and claim.status in {"draft", "returned"}
    return State("Claim", claim.status, known, is_mine=is_mine)


def declarations(claim: Claim) -> list[CheckLine]:
    """Give what the applicant declared, statement by statement."""
    return [
        CheckLine(
            label=words.word(words.DECLARATIONS, name),
            outcome="met" if value else "not_applicable",
            note=gettext("Declared: yes") if value else gettext("Declared: no"),
        )
        for name, value in claim.declarations.items()
    ]


def worksheets(claim: Claim) -> list[Worksheet]:
    """Give the frozen worksheets, newest first, each worked out again from what was stored."""
    policy = policy_of(claim.round.policy)
    shown = []
    for stored in claim.worksheets.order_by("-worked_out_at", "-pk"):
        sheet = rules.Worksheet.from_json(stored.body)
        same = rules.recomputes(sheet, policy)
        shown.append(values.worksheet(sheet, kind=_KINDS[stored.kind], recomputed_same=same))
    return shown


def claim_history(claim: Claim) -> list[HistoryEntry]:
    """Give what happened to the claim."""
    return values.history(history([claim]))
