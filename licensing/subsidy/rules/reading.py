"""Read policy files: strictly, with line and path in every refusal, into values that the engine works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from licensing.subsidy.rules import layout
from licensing.subsidy.rules.checking import Warned, check_policies, warnings_of
from licensing.subsidy.rules.policy import Policy, canonical_form, clauses_of, hash_of
from licensing.subsidy.rules.shapes import Path, Refusal
from marketplace import strict_yaml
from marketplace.strict_yaml import Document, UnreadableFile

MOST_COPIES_IN_A_FILE: Final = 100_000


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What one file holds. ``warnings`` do not keep its cases from running."""

    policies: tuple[Policy, ...]
    cases: Mapping[str, tuple[Mapping[str, Any], ...]]
    case_defaults: Mapping[str, Mapping[str, Any]]
    rounding_cases: tuple[Mapping[str, Any], ...] = ()
    cross_policy_cases: tuple[Mapping[str, Any], ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()

    def policy(self, policy_id: str) -> Policy | None:
        """Give one policy by its id."""
        return next((policy for policy in self.policies if policy.id == policy_id), None)


def read_policies(source: bytes | str, *, known_fields: frozenset[str] | None = None) -> PolicyFile:
    """
    Read one file.

    :param known_fields: fields that the registry of facts has a source for; others are warned of.
    :raises UnreadableFile: for the first thing that is wrong, with its line and path.
    """
    document = strict_yaml.read(source)
    try:
        return policies_from(plain_values(document.value), known_fields=known_fields)
    except Refusal as refusal:
        raise UnreadableFile(refusal.reason, line=_line(document, refusal.path), path=refusal.path) from refusal


def policies_from(value: Any, *, known_fields: frozenset[str] | None = None) -> PolicyFile:
    """Take a file that was parsed already (stored policies). Raises ``Refusal`` with the path of what is wrong."""
    taken = layout.FILE.take(value, ())
    rounding = taken.get("defaults", {}).get("rounding", {})
    policies = tuple(
        _policy(source, parts, rounding, ("policies", index))
        for index, (source, parts) in enumerate(zip(value["policies"], taken["policies"], strict=True))
    )
    check_policies(policies)
    cases = {policy.id: parts.get("cases", ()) for policy, parts in zip(policies, taken["policies"], strict=True)}
    _check_cases(cases, policies)
    both = list(zip(policies, taken["policies"], strict=True))
    return PolicyFile(
        policies=policies,
        cases=cases,
        case_defaults={policy.id: parts.get("case_defaults", {}) for policy, parts in both},
        rounding_cases=taken.get("rounding_cases", ()),
        cross_policy_cases=taken.get("cross_policy_cases", ()),
        defaults=rounding,
        warnings=tuple(warnings_of(policies, known_fields)),
    )


def overridden(policy: Policy, override: Mapping[str, Any], rounding: Mapping[str, Any]) -> Policy:
    """Replace whole keys of a policy for one case; a key that is ``null`` is taken away."""
    source = {**policy.source, **override}
    source = {key: value for key, value in source.items() if key not in ("cases", "case_defaults")}
    return _policy(source, layout.POLICY.take(source, policy.path), rounding, policy.path)


def plain_values(value: Any) -> Any:
    """Turn what the reader gives into plain JSON values: dates to ISO text, number keys to text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return _plain_mapping(value)
    if isinstance(value, list):
        return [plain_values(item) for item in value]
    return value


def _plain_mapping(value: dict[Any, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, item in value.items():
        if str(key) in result:
            raise Refusal((), f"the key {key!r} stands twice, once as a number and once as text")
        result[str(key)] = plain_values(item)
    return result


def _policy(source: Mapping[str, Any], parts: Mapping[str, Any], rounding: Mapping[str, Any], path: Path) -> Policy:
    kept = {key: value for key, value in parts.items() if key in POLICY_PARTS}
    own = layout.rounding_of(rounding, parts.get("rounding", {}))
    text = canonical_form(source, own)
    kept["rounding"] = own
    kept["family"] = parts.get("family", parts["id"])
    if "version_date" in kept:
        kept["version_date"] = (kept["version_date"],)
    return Policy(
        **kept,
        source=source,
        path=path,
        clauses=clauses_of(source, kept.get("doc_no") or kept["id"]),
        canonical=text,
        hash=hash_of(text),
    )


POLICY_PARTS: Final = frozenset(Policy.__dataclass_fields__) & (
    frozenset(layout.RULE) | frozenset(layout.IDENTITY) | {"id", "scheme"}
)


def _check_cases(cases: Mapping[str, tuple[Mapping[str, Any], ...]], policies: tuple[Policy, ...]) -> None:
    copies = 0
    for policy in policies:
        for index, case in enumerate(cases[policy.id]):
            path = (*policy.path, "cases", index)
            brought = [key for key in ("deals", "deals_repeat", "plan", "entitlements") if key in case]
            if len(brought) > 1:
                raise Refusal((*path, brought[1]), f"a case brings one of {', '.join(brought)}, not several")
            copies += case.get("deals_repeat", {}).get("count", 0)
            if copies > MOST_COPIES_IN_A_FILE:
                raise Refusal(
                    (*path, "deals_repeat", "count"),
                    f"the cases of one file repeat more than {MOST_COPIES_IN_A_FILE} deals",
                )


def _line(document: Document, path: Path) -> int:
    """Give the line of a path; a key that was a number in the file is text here."""
    found = document.line_of(path)
    if path in document.lines:
        return found
    loose = tuple(int(part) if isinstance(part, str) and part.isdecimal() else part for part in path)
    return max(found, document.line_of(loose))
