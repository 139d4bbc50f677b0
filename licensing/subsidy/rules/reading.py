"""Read policy files: strictly, with line and path in every refusal, into values that the engine works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from licensing.subsidy.rules import file_layout, layout
from licensing.subsidy.rules.checking import Warned, check_cases, check_policies, warnings_of
from licensing.subsidy.rules.facts import stored
from licensing.subsidy.rules.policy import CASE_KEYS, Policy, canonical_form, clauses_of, hash_of
from licensing.subsidy.rules.shapes import Path, Refusal
from marketplace import strict_yaml
from marketplace.strict_yaml import Document, UnreadableFile


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What one file holds. ``warnings`` do not keep its cases from running."""

    policies: tuple[Policy, ...]
    rounding_cases: tuple[Mapping[str, Any], ...] = ()
    cross_policy_cases: tuple[Mapping[str, Any], ...] = ()
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
        return _file(plain_values(document.value), known_fields)
    except Refusal as refusal:
        raise UnreadableFile(refusal.reason, line=_line(document, refusal.path), path=refusal.path) from refusal


def policy_source(file: PolicyFile, policy_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Give one policy of a file and the file's defaults as JSON values to be stored; ``read_policy`` takes them back.

    A split is written as a list of pairs, because its order decides ties and a database may not keep that of keys.
    Raises ``KeyError`` for a policy that is not in the file.
    """
    policy = file.policy(policy_id)
    if policy is None:
        raise KeyError(policy_id)
    body = dict(policy.source)
    if isinstance(body.get("split"), Mapping):
        body["split"] = [[level, part] for level, part in body["split"].items()]
    return body, {"rounding": stored(policy.defaults)}


def read_policy(body: Mapping[str, Any], *, defaults: Mapping[str, Any] | None = None) -> Policy:
    """Take back one policy that was stored. Raises ``UnreadableFile`` with the path of what is wrong."""
    source = dict(body)
    if isinstance(source.get("split"), list):
        source["split"] = dict(source["split"])
    try:
        layer = layout.ROUNDING.take((defaults or {}).get("rounding", {}), ("defaults", "rounding"))
        policy = _policy(source, file_layout.POLICY.take(source, ()), layer, ())
        check_policies([policy])
        check_cases([policy])
    except Refusal as refusal:
        raise UnreadableFile(refusal.reason, line=1, path=refusal.path) from refusal
    return policy


def overridden(policy: Policy, override: Mapping[str, Any]) -> Policy:
    """Replace whole keys of a policy for one case; a key that is ``null`` is taken away."""
    source = {key: value for key, value in policy.source.items() if key not in CASE_KEYS} | dict(override)
    return _policy(source, file_layout.POLICY.take(source, policy.path), policy.defaults, policy.path)


def _file(value: Any, known_fields: frozenset[str] | None) -> PolicyFile:
    taken = file_layout.FILE.take(value, ())
    rounding = taken.get("defaults", {}).get("rounding", {})
    policies = tuple(
        _policy(source, parts, rounding, ("policies", index))
        for index, (source, parts) in enumerate(zip(value["policies"], taken["policies"], strict=True))
    )
    check_policies(policies)
    check_cases(policies)
    return PolicyFile(
        policies=policies,
        rounding_cases=taken.get("rounding_cases", ()),
        cross_policy_cases=taken.get("cross_policy_cases", ()),
        warnings=tuple(warnings_of(policies, known_fields)),
    )


def plain_values(value: Any, path: Path = ()) -> Any:
    """Turn what the reader gives into plain JSON values: dates to ISO text, number keys to text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return _plain_mapping(value, path)
    if isinstance(value, list):
        return [plain_values(item, (*path, index)) for index, item in enumerate(value)]
    return value


def _plain_mapping(value: dict[Any, Any], path: Path) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, item in value.items():
        if str(key) in result:
            raise Refusal((*path, key), f"the key {key!r} stands twice, once as a number and once as text")
        result[str(key)] = plain_values(item, (*path, str(key)))
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
        defaults=rounding,
        cases=parts.get("cases", ()),
        case_defaults=parts.get("case_defaults", {}),
        clauses=clauses_of(source, kept.get("doc_no") or kept["id"]),
        canonical=text,
        hash=hash_of(text),
    )


POLICY_PARTS: Final = frozenset(Policy.__dataclass_fields__) & (
    frozenset(layout.RULE) | frozenset(layout.IDENTITY) | {"id", "scheme"}
)


def _line(document: Document, path: Path) -> int:
    """Give the line of a path; a key that was a number in the file is text here."""
    found = document.line_of(path)
    if path in document.lines:
        return found
    loose = tuple(int(part) if isinstance(part, str) and part.isdecimal() else part for part in path)
    return max(found, document.line_of(loose))
