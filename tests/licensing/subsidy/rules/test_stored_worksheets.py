"""Facts, policies and worksheets are stored as JSON in one canonical form and come back as they were."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal

from licensing.subsidy.rules import (
    ClaimFacts,
    Granted,
    Worksheet,
    policy_source,
    read_policies,
    recomputes,
    work_out,
    work_out_facts,
)
from licensing.subsidy.rules.facts import stored

FACTS = ClaimFacts(
    applicant={"id": "A", "since": date(2020, 5, 6), "small": True, "bad": False, "note": None},
    deals=[{"paid": Decimal("1200.50"), "pair": (1, "x"), "payments": [{"paid_on": date(2024, 1, 2), "amount": 5}]}],
    already=(Decimal("1.0"),),
    pool=Decimal("1E+3"),
    others_base=0,
    prior={"2024": Decimal(5)},
    granted=(Granted({"applicant.id": "A"}, Decimal("2.50")),),
    round={"cutoff": date(2024, 6, 1)},
    sources={"applicant.id": "organizations:1"},
)
KEPT = {
    "applicant": {"id": "A", "since": "2020-05-06", "small": True, "bad": False, "note": None},
    "deals": [{"paid": "1200.5", "pair": [1, "x"], "payments": [{"paid_on": "2024-01-02", "amount": 5}]}],
    "already": ["1"],
    "pool": "1000",
    "others_base": 0,
    "prior": {"2024": "5"},
    "granted": [{"values": {"applicant.id": "A"}, "amount": "2.5"}],
    "round": {"cutoff": "2024-06-01"},
    "sources": {"applicant.id": "organizations:1"},
}


def test_facts_are_kept_as_text_and_without_what_is_absent():
    assert FACTS.to_json() == KEPT
    assert ClaimFacts().to_json() == {}
    assert ClaimFacts(entitlements=[], plan=()).to_json() == {"entitlements": [], "plan": []}
    assert ClaimFacts(entitlements=(Decimal("1.10"),), plan=[date(2024, 1, 1)]).to_json() == {
        "entitlements": ["1.1"],
        "plan": ["2024-01-01"],
    }


def test_kept_facts_are_kept_again_unchanged():
    again = ClaimFacts.from_json(KEPT)

    assert again.to_json() == KEPT
    assert again.granted == [Granted({"applicant.id": "A"}, Decimal("2.5"))]
    assert ClaimFacts.from_json({}).granted == []


def test_keys_are_kept_as_text():
    assert stored({2024: [{7: None}]}) == {"2024": [{"7": None}]}


def test_a_worksheet_is_one_json_object(make_policy):
    policy = make_policy(
        semantics="ceiling", split={"b": {"share": "0.5"}, "a": "rest"}, earmark={"to": "x", "min_share": "0.5"}
    )

    worksheet = work_out(
        policy, applicant={"id": "A"}, deals=[{"id": "D", "type": "license", "paid": "100.50"}], round={"id": 7}
    )
    written = worksheet.to_json()

    rows = written.pop("rows")
    assert written == {
        "format": 1,
        "policy_id": "p",
        "policy_hash": policy.hash,
        "semantics": "ceiling",
        "facts": {
            "applicant": {"id": "A"},
            "deals": [{"id": "D", "type": "license", "paid": "100.50"}],
            "round": {"id": 7},
        },
        "lines": [
            {
                "id": "D",
                "deals": ["D"],
                "kind": "license",
                "base": "100.50",
                "amount": "10.05",
                "award": "10.05",
                "groups": {"applicant.id": "A", "year": "", "cycle": "7"},
            }
        ],
        "total": "10.05",
        "award": "10.05",
        "eligible": True,
        "amount_known": True,
        "delegated": [],
        "plan_ok": None,
        "split": [["b", "5.03"], ["a", "5.02"]],
        "earmark_min": "5.03",
        "provisional": False,
        "provisional_reasons": [],
        "missing": [],
    }
    assert rows[6] == {
        "step": "base",
        "reason": "base_amount",
        "line": "D",
        "clause": "p · base",
        "inputs": [{"field": "deal.paid", "value": "100.50", "source": "", "mark": ""}],
        "working": "100.5",
        "result": "100.5",
        "binding": "no",
        "provisional": False,
        "values": {"amount": "100.5"},
    }


def test_a_worksheet_comes_back_and_knows_its_own_digest(make_policy):
    tiers = [{"min": 5, "delegate_to": "q"}, {"rate": "0.1", "cap": 1}]
    split = {"city": {"share": "0.5"}, "county": "rest"}
    scheme = {"type": "tiers", "tiers": tiers, "confirmed": False}
    policy = make_policy(scheme=scheme, earmark={"min_share": "0.5"}, split=split)
    worksheet = work_out(policy, deals=[{"paid": 9}, {"paid": 5}, {}])
    written = json.loads(json.dumps(worksheet.to_json()))

    assert Worksheet.from_json(written) == worksheet
    assert work_out(make_policy(scheme={"type": "bureau_plan"}), plan=[1]).to_json()["plan_ok"] is True
    text = json.dumps(worksheet.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert worksheet.digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_worksheet_is_the_same_only_under_the_same_policy_and_facts(make_policy):
    policy = make_policy()
    worksheet = work_out(policy, deals=[{"paid": 9}])
    other = work_out_facts(policy, ClaimFacts(deals=[{"paid": 8}]))

    assert recomputes(worksheet, policy)
    assert not recomputes(worksheet, make_policy(note="x"))
    assert not recomputes(Worksheet.from_json({**worksheet.to_json(), "total": "0.91"}), policy)
    assert other.digest != worksheet.digest


def test_the_canonical_form_holds_what_decides_with_the_rounding_as_merged():
    body = {
        "id": "p",
        "title": "标题",
        "line_cap": None,
        "split": {"b": {"share": "1"}, "a": "rest"},
        "rounding": {"unit": 10, "note": "x"},
        "scheme": {"type": "given"},
        "case_defaults": {"deal": {"paid": 1}},
        "cases": [],
    }
    file = read_policies(
        json.dumps({"schema_version": 1, "defaults": {"rounding": {"mode": "HALF_UP", "unit": 1}}, "policies": [body]})
    )

    (policy,) = file.policies

    assert policy.canonical == (
        '{"id":"p","rounding":{"mode":"HALF_UP","unit":"10"},"scheme":{"type":"given"},'
        '"split":[["b",{"share":"1"}],["a","rest"]],"title":"标题"}'
    )
    assert policy.hash == hashlib.sha256(policy.canonical.encode()).hexdigest()
    stored_body, defaults = policy_source(file, "p")
    assert stored_body == {**body, "split": [["b", {"share": "1"}], ["a", "rest"]]}
    assert defaults == {"rounding": {"mode": "HALF_UP", "unit": "1"}}
