"""What the services of accounts refuse, in the words of their callers."""

from __future__ import annotations

from marketplace.problems import DomainError


class MalformedCode(DomainError):
    """Raised for a code that is not 18 characters of the alphabet of GB 32100-2015."""

    code = "uscc_malformed"


class AlreadyRegistered(DomainError):
    """Raised when an organization with this code exists: its administrator lets people join."""

    code = "organization_already_registered"
    status = 409


class KindNotOpen(DomainError):
    """Raised when somebody wants to register an office of the bureau or the platform: the operator founds them."""

    code = "organization_kind_not_open"
    status = 403


class MalformedRegion(DomainError):
    """Raised for a region that is not six digits (GB/T 2260)."""

    code = "region_malformed"


class NoSuchOrganization(DomainError):
    """Raised for an organization that does not exist, or not for this office."""

    code = "not_found"
    status = 404


class AlreadyVerified(DomainError):
    """Raised when an organization was verified before."""

    code = "organization_already_verified"
    status = 409


class OwnCase(DomainError):
    """Raised when somebody should decide on their own organization or their own submission."""

    code = "own_case"
    status = 403


class RoleNotOfDesk(DomainError):
    """Raised for a role that organizations of this kind do not have."""

    code = "role_not_of_desk"


class NoSuchMember(DomainError):
    """Raised for a person or membership that is not of the actor's organization."""

    code = "not_found"
    status = 404


class AlreadyMember(DomainError):
    """Raised when the person has the role already."""

    code = "already_member"
    status = 409


class NoSuchInvitation(DomainError):
    """Raised for a token that nobody got, or that was sent to another address."""

    code = "not_found"
    status = 404


class InvitationOver(DomainError):
    """Raised for an invitation that was accepted or has expired."""

    code = "invitation_over"
    status = 409


class RequestOpen(DomainError):
    """Raised when a request of the same person for the same organization waits already."""

    code = "join_request_open"
    status = 409


class NoSuchRequest(DomainError):
    """Raised for a request to join that is not the actor's organization's."""

    code = "not_found"
    status = 404


class AlreadyDecided(DomainError):
    """Raised when a request to join was decided before."""

    code = "join_request_decided"
    status = 409


class LastAdministrator(DomainError):
    """Raised when an organization would be left without an administrator."""

    code = "last_administrator"
    status = 409


class MandateMalformed(DomainError):
    """Raised for a mandate without acts, with unknown ones, or that ends before it begins."""

    code = "mandate_malformed"


class PaperNeeded(DomainError):
    """Raised when somebody grants a mandate to themselves without the paper that gives it."""

    code = "mandate_paper_needed"
