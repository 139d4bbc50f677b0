"""Keys of the feed's readers: issued once in clear, kept as prefix and hash, checked on every request."""

from __future__ import annotations

import hmac
import re
import secrets
import string
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from listings.feed import topics
from listings.feed.models import ExchangeKey
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_verified
from marketplace.problems import DomainError

READ: Final = "exchange:read"
SCOPES: Final = (READ, "exchange:push", "exchange:receipt")
LONGEST: Final = timedelta(days=2 * 365)
_FORM: Final = re.compile(r"hlx_([a-z0-9]{8})_([A-Za-z0-9]{40})")
_LETTERS: Final = string.ascii_letters + string.digits
# Writing the last use on every request would make each reader a writer.
_USE_NOTED_EVERY: Final = timedelta(minutes=5)


class KeyRefused(DomainError):
    """Raised when a key cannot be issued as asked."""

    code = "exchange_key_refused"


class BadKey(DomainError):
    """Raised for a key that is not known, expired or revoked."""

    code = "bad_key"
    status = 401


class ScopeMissing(DomainError):
    """Raised when a good key does not cover what is asked."""

    code = "scope_missing"
    status = 403


class KeyNotFound(DomainError):
    """Raised for a key of another organization."""

    code = "not_found"
    status = 404


@events.transaction()
def issue_key(
    *, actor: Actor, name: str, scopes: Iterable[str] = (READ,), lasts: timedelta = timedelta(days=365), now: datetime
) -> tuple[ExchangeKey, str]:
    """
    Issue a key to the organization acted for; give its row and, this once, the key itself.

    :raises KeyRefused: for an unknown scope, or a life above two years.
    """
    require(actor, "organization.manage")
    require_verified(actor.organization)
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES) or not timedelta(0) < lasts <= LONGEST or not name.strip():
        raise KeyRefused("a key has a name, known scopes and at most two years")
    prefix = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))
    secret = "".join(secrets.choice(_LETTERS) for _ in range(40))
    row = ExchangeKey.objects.create(
        organization=actor.organization,
        name=name.strip()[:80],
        prefix=prefix,
        secret_sha256=_hashed(secret),
        scopes=wanted,
        created_by=actor.pseudonym,
        created_at=now,
        expires_at=now + lasts,
    )
    events.record(
        topics.KEY_ISSUED, actor=actor, subject=row, at=now, prefix=prefix, scopes=wanted, expires_at=row.expires_at
    )
    return row, f"hlx_{prefix}_{secret}"


@events.transaction()
def revoke_key(*, actor: Actor, key_id: UUID, now: datetime) -> ExchangeKey:
    """Revoke a key of the organization acted for; its next request is refused."""
    require(actor, "organization.manage")
    row = ExchangeKey.objects.select_for_update().filter(pk=key_id, organization=actor.organization).first()
    if row is None:
        raise KeyNotFound(str(key_id))
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        events.record(topics.KEY_REVOKED, actor=actor, subject=row, at=now, prefix=row.prefix)
    return row


def key_for(text: str, *, scope: str, now: datetime) -> ExchangeKey:
    """
    Give the key that a reader sent.

    :raises BadKey: if it is not known, expired or revoked.
    :raises ScopeMissing: if it does not cover the scope.
    """
    found = _FORM.fullmatch(text)
    row = ExchangeKey.objects.filter(prefix=found[1]).first() if found else None
    if found is None or row is None or not hmac.compare_digest(row.secret_sha256, _hashed(found[2])):
        raise BadKey("no such key")
    if row.revoked_at is not None or row.expires_at <= now:
        raise BadKey("the key is over")
    if scope not in row.scopes:
        raise ScopeMissing(scope, scope=scope)
    return row


def note_use(key: ExchangeKey, *, sequence: int | None, now: datetime) -> None:
    """Note when a key was used last and how far its reader has come, at most every five minutes."""
    if key.last_used_at is not None and now - key.last_used_at < _USE_NOTED_EVERY:
        return
    key.last_used_at = now
    fields = ["last_used_at"]
    if sequence is not None:
        key.last_sequence = sequence
        fields.append("last_sequence")
    key.save(update_fields=fields)


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
