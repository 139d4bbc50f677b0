"""
Subsidies worked out from policy files: exact, row by row, without Django, database, clock or network.

The format and its meaning are those of the page ``policy-format``; one published rule is one policy, as data.

Reading and judging a file::

    file = read_policies(source)            # PolicyFile; raises UnreadableFile with line and path
    report = run_cases(file)                # CaseReport: cases, held, differences

Working out one claim::

    policy = pick_version(versions, deal=deal, round=values)   # by the date that the rule names, never today's
    worksheet = work_out(policy, applicant={…}, deals=[…], pool=…, prior={…}, round={…})
    worksheet.total, worksheet.awards, worksheet.rows, worksheet.to_json()
    recomputes(worksheet, policy)           # 核算一致: the stored facts give the same worksheet again

What else the product asks:

- ``blocking_reasons(policy)``: numbers that are not confirmed; while there is one, no award can be published.
- ``fields_of(policy)``: the facts that a policy asks for; each needs a source in the registry of facts.
- ``in_force_gaps(policy)``: what keeps a policy from being put in force.
- ``policy_source(file, policy_id)`` / ``read_policy(body, defaults=…)``: one policy to be stored as JSON, and back.
- ``failing_cases(policy)``: what differs in its worked examples.
- ``clash(reservation(…), reservation(…))``: why two claims may not both stand (exclusive stacking), or ``None``.
- ``share_pool(policy, waiting, pool)``: the pool of a round over the lines of all claims.
- ``check_decision(worksheet, approved=…, reason=…)``: less than a ceiling with a reason, never more.
- ``granted_by(worksheet)``: what an award counts for in later rounds, to be given as ``granted``.
- ``explaining.sentence(row, language)``: one sentence for a worksheet row, in ``zh`` or ``en``.
- ``json_schema()``: the layout of the file format.

The order of work is the list ``steps.STEPS``; every construct is a row of ``constructs.CONSTRUCTS``.
"""

from licensing.subsidy.rules.asking import fields_of
from licensing.subsidy.rules.cases import CaseReport, Difference, failing_cases, run_cases
from licensing.subsidy.rules.decisions import (
    DecisionRefused,
    Waiting,
    check_decision,
    granted_by,
    is_exclusive,
    reservation,
    share_pool,
)
from licensing.subsidy.rules.facts import ClaimFacts, Granted, UnusableFact
from licensing.subsidy.rules.file_layout import json_schema
from licensing.subsidy.rules.policy import Policy, blocking_reasons
from licensing.subsidy.rules.readiness import Gap, in_force_gaps
from licensing.subsidy.rules.reading import PolicyFile, policy_source, read_policies, read_policy
from licensing.subsidy.rules.stacking import Clash, Reservation, clash
from licensing.subsidy.rules.steps import recomputes, work_out, work_out_facts
from licensing.subsidy.rules.versions import NoVersion, SeveralVersions, pick_version
from licensing.subsidy.rules.worksheet import Binding, Input, LineResult, Row, Worksheet
from marketplace.strict_yaml import UnreadableFile

__all__ = [
    "Binding",
    "CaseReport",
    "ClaimFacts",
    "Clash",
    "DecisionRefused",
    "Difference",
    "Gap",
    "Granted",
    "Input",
    "LineResult",
    "NoVersion",
    "Policy",
    "PolicyFile",
    "Reservation",
    "Row",
    "SeveralVersions",
    "UnreadableFile",
    "UnusableFact",
    "Waiting",
    "Worksheet",
    "blocking_reasons",
    "check_decision",
    "clash",
    "failing_cases",
    "fields_of",
    "granted_by",
    "in_force_gaps",
    "is_exclusive",
    "json_schema",
    "pick_version",
    "policy_source",
    "read_policies",
    "read_policy",
    "recomputes",
    "reservation",
    "run_cases",
    "share_pool",
    "work_out",
    "work_out_facts",
]
