"""
The second factor of people who decide, sign or release money: a code that is fresh, not just a session.

``require_second_factor`` is asked at the edge, before the service is called. A page is then sent to the code's form
and comes back to what it was doing, with its form contents kept by allauth.
"""

from __future__ import annotations

import time
from typing import Final, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from marketplace.problems import DomainError, FieldProblem

FRESH_S: Final = 5 * 60


class SecondFactorMissing(DomainError):
    """Raised when somebody who has set up no second factor wants to decide."""

    code = "second_factor_missing"
    status = 403


class SecondFactorNeeded(DomainError):
    """Raised when the last code is too old."""

    code = "second_factor_needed"
    status = 403


class WrongCode(DomainError):
    """Raised when a code is wrong, was used before, or too many were tried."""

    code = "wrong_code"
    status = 422


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether a code was given in this session within the last five minutes, or none is asked for."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return True
    # The session's own time counts, not the passed-in one: a demo's clock makes no code fresh.
    oldest = time.time() - FRESH_S
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] >= oldest for record in records)


def require_second_factor(request: HttpRequest) -> None:
    """
    Let somebody pass who gave a code within the last five minutes.

    :raises SecondFactorMissing: if they have set up none.
    :raises SecondFactorNeeded: if it was longer ago.
    """
    if is_fresh(request):
        return
    if not Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
        raise SecondFactorMissing("set up a second factor first", set_up_at=reverse("mfa_activate_totp"))
    raise SecondFactorNeeded("give a code of your second factor", give_at=reverse("mfa_reauthenticate"))


def confirm_second_factor(request: HttpRequest, *, code: str) -> None:
    """
    Take a code that stands in a form of our own, and keep it as this session's fresh second factor.

    :raises SecondFactorMissing: if they have set up none.
    :raises WrongCode: if it does not hold.
    """
    if not settings.SECOND_FACTOR_REQUIRED:
        return
    authenticator = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        raise SecondFactorMissing("set up a second factor first", set_up_at=reverse("mfa_activate_totp"))
    try:
        forget_failures = check_rate_limit(authenticator.user)
    except ValidationError as error:
        raise WrongCode("too many codes were tried") from error
    if not authenticator.wrap().validate_code(code):
        raise WrongCode("the code does not hold", problems=[FieldProblem("/code", "wrong_code", "wrong code")])
    forget_failures()
    post_authentication(request, authenticator, reauthenticated=True)


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Send to the code's form; afterwards the same request goes on."""
    return cast("HttpResponse", suspend_request(request, reverse("mfa_reauthenticate")))
