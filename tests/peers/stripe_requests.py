"""
Check what a client asks for, against the request types that Stripe's own library publishes.

Those types let any text pass where Stripe has a list of words; here such a list is binding.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin
from urllib.parse import parse_qsl

from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import get_type_hints, is_typeddict

# Names that the library has for its type checker only.
_NAMES = {"StripeContext": object, "Mapping": Mapping, "UntypedStripeObject": UntypedStripeObject}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request, as Stripe would name it."""

    code: str
    param: str
    message: str


def parse_form(body: str) -> dict[str, Any]:
    """Read ``a[b][0][c]=d`` as nested mappings and lists; every leaf is text."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        steps = re.findall(r"[^\[\]]+", name)
        place = root
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value
    return _with_lists(root)


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdecimal() for key in value):
        return [_with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _with_lists(inner) for key, inner in value.items()}


def faults(given: Mapping[str, Any], request_type: type) -> list[Fault]:
    """Give everything that the library's type for this request does not know."""
    return list(_of_mapping(given, request_type, ""))


def _of_mapping(given: Mapping[str, Any], wanted: Any, at: str) -> Iterator[Fault]:
    hints = get_type_hints(wanted, localns=_NAMES)
    for option in set(RequestOptions.__annotations__) & set(hints):
        del hints[option]
    for name, value in given.items():
        param = f"{at}[{name}]" if at else name
        if name in hints:
            yield from _of_value(value, hints[name], param)
        else:
            yield Fault("parameter_unknown", param, f"Received unknown parameter: {param}")
    for name in wanted.__required_keys__ - set(given):
        param = f"{at}[{name}]" if at else name
        yield Fault("parameter_missing", param, f"Missing required param: {param}.")


def _of_value(value: Any, wanted: Any, param: str) -> Iterator[Fault]:
    tries = [list(_of_one(value, choice, param)) for choice in _choices(wanted)]
    yield from min(tries, key=len, default=[])


def _choices(wanted: Any) -> list[Any]:
    if get_origin(wanted) not in {Union, types.UnionType}:
        return [wanted]
    members = [choice for part in get_args(wanted) for choice in _choices(part)]
    words = [word for member in members if get_origin(member) is Literal for word in get_args(member)]
    if any(words):
        members = [member for member in members if member is not str]
    return [member for member in members if get_origin(member) is not UntypedStripeObject]


def _of_one(value: Any, wanted: Any, param: str) -> Iterator[Fault]:
    kind = get_origin(wanted) or wanted
    if is_typeddict(wanted):
        if isinstance(value, dict):
            yield from _of_mapping(value, wanted, param)
        else:
            yield Fault("parameter_invalid", param, f"Invalid object: {param}")
    elif kind is list:
        if isinstance(value, list):
            for index, inner in enumerate(value):
                yield from _of_value(inner, get_args(wanted)[0], f"{param}[{index}]")
        else:
            yield Fault("parameter_invalid", param, f"Invalid array: {param}")
    elif kind is dict:
        if not isinstance(value, dict) or not all(isinstance(inner, str) for inner in value.values()):
            yield Fault("parameter_invalid", param, f"Invalid hash: {param}")
    elif not isinstance(value, str) or not _fits(value, wanted):
        yield Fault("parameter_invalid", param, f"Invalid {param}: {value}")


def _fits(value: str, wanted: Any) -> bool:
    if get_origin(wanted) is Literal:
        return value in get_args(wanted)
    if wanted is int:
        return re.fullmatch(r"-?\d+", value) is not None
    return value in {"true", "false"} if wanted is bool else True
