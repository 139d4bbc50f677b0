"""Everything that changes accounts, under one name for callers."""

from marketplace.accounts.memberships import (
    Invited,
    accept_invitation,
    decide_join_request,
    end_mandate,
    end_role,
    grant_mandate,
    grant_role,
    invite,
    request_to_join,
)
from marketplace.accounts.organizations import Particulars, found_office, register_organization, verify_organization

__all__ = [
    "Invited",
    "Particulars",
    "accept_invitation",
    "decide_join_request",
    "end_mandate",
    "end_role",
    "found_office",
    "grant_mandate",
    "grant_role",
    "invite",
    "register_organization",
    "request_to_join",
    "verify_organization",
]
