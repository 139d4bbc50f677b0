"""
``Idempotency-Key``: a POST that is sent again, after a timeout or a double click, acts once.

The key is bound to caller, organization, method, address and body. Effect and answer are one transaction: either
both are there and the answer is given again, or neither is and the call acts. A call that is refused keeps nothing,
so that it may be corrected and sent under the same key.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import is_success

from marketplace import events
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.acting import ActingMixin
from marketplace.web.models import KeptAnswer

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
KEPT_FOR: Final = timedelta(days=7)
_KEY: Final = re.compile(r"[\x21-\x7e]{8,255}")
_KEPT_HEADERS: Final = ("Location", "ETag")


class MalformedKey(DomainError):
    """Raised for a key that is not 8 to 255 visible ASCII characters."""

    code = "idempotency_key_malformed"
    status = 400


class KeyReused(DomainError):
    """Raised when a key comes with another method, address or body than before."""

    code = "idempotency_key_reused"
    status = 422


class _Replay(Exception):
    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__(kept.key)
        self.kept = kept


class _Undone(Exception):
    """Rolls back the transaction of a refused call and carries its answer out."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__(response.status_code)
        self.response = response


class IdempotentMixin(ActingMixin):
    """
    A view whose POSTs may carry an ``Idempotency-Key``.

    For JSON bodies, and for services without remote calls: with a key, the whole call is one transaction.
    """

    _claim: KeptAnswer | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a call, or give the answer that was kept."""
        if request.method != "POST" or HEADER not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        try:
            with events.transaction():
                response = super().dispatch(request, *args, **kwargs)
                self._keep(response)
        except _Undone as undone:
            return undone.response
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Claim the key once the caller is known."""
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and (key := request.headers.get(HEADER)):
            self._claim_key(request, key)

    def handle_exception(self, exc: Exception) -> Response:
        """Give a kept answer again."""
        if isinstance(exc, _Replay):
            headers = {**exc.kept.headers, REPLAYED: "true"}
            return Response(json.loads(exc.kept.body or "null"), status=exc.kept.status, headers=headers)
        return super().handle_exception(exc)

    def _claim_key(self, request: Request, key: str) -> None:
        if not _KEY.fullmatch(key):
            raise MalformedKey("8 to 255 visible ASCII characters are needed")
        fingerprint = sha256(
            b"\n".join([b"POST", request.get_full_path().encode(), sha256(request.body).hexdigest().encode()])
        ).hexdigest()
        mine = {"caller": self.actor.pseudonym, "organization": self.actor.organization_id, "key": key}
        kept = KeptAnswer.objects.filter(**mine).first()
        if kept is None:
            try:
                with transaction.atomic():
                    self._claim = KeptAnswer.objects.create(**mine, fingerprint=fingerprint, kept_at=clock.now())
            except IntegrityError:
                # The same call came twice at once; the database made this one wait until the first was committed.
                kept = KeptAnswer.objects.get(**mine)
            else:
                return
        if kept.fingerprint != fingerprint:
            raise KeyReused("this key came with another call", key=key)
        raise _Replay(kept)

    def _keep(self, response: HttpResponseBase) -> None:
        if not is_success(response.status_code):
            raise _Undone(response)
        if self._claim is None or not isinstance(response, Response):
            return
        self._claim.status = response.status_code
        self._claim.body = JSONRenderer().render(response.data).decode() if response.data is not None else ""
        self._claim.headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
        self._claim.save(update_fields=["status", "body", "headers"])


def forget_kept_answers() -> int:
    """Delete answers that are older than a week, and give their number."""
    deleted, _ = KeptAnswer.objects.filter(kept_at__lt=clock.now() - KEPT_FOR).delete()
    return deleted
