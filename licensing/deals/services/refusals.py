"""What is refused about deals, and why."""

from __future__ import annotations

from marketplace.problems import DomainError


class DealNotFound(DomainError):
    """Raised for a deal that is not the actor's."""

    code = "not_found"
    status = 404


class WrongTrack(DomainError):
    """Raised when a request is taken to a step of the other track."""

    code = "wrong_track"
    status = 409


class HashChanged(DomainError):
    """Raised when what is to be signed is not what was shown."""

    code = "hash_changed"
    status = 409


class TermsChanged(DomainError):
    """Raised when the listing has other terms now than those the contract was drawn up from."""

    code = "terms_changed"
    status = 409


class DeclarationDoesNotFit(DomainError):
    """Raised when no announced declaration stands for the very terms of the listing."""

    code = "declaration_does_not_fit"
    status = 409


class AlreadyRecorded(DomainError):
    """Raised when a filing or registration number was recorded before."""

    code = "already_recorded"
    status = 409


class RecordalInvalid(DomainError):
    """Raised with every field of a filing that is wrong."""

    code = "recordal_invalid"
