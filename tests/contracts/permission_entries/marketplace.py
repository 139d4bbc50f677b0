"""Routes of the kernel: health, files, sign-in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.accounts.roles import ROLES_OF, Desk
from marketplace.documents.services import store_generated
from tests.contracts.permissions import at_desk, library, public, signed_in


def document_of(organization: Organization) -> dict[str, Any]:
    """Make a document that no rule speaks of: any role of its owner may read it, nobody else."""
    document = store_generated(
        organization=organization, content=b"%PDF-", kind="paper", title="x", at=datetime(2026, 3, 1, tzinfo=UTC)
    )
    return {"document_id": document.pk}


ENTRIES = [
    public("healthz"),
    public("readyz"),
    public("api_schema"),
    public("api_docs"),
    signed_in("api_caller"),
    *(
        at_desk(route, desk, get=set(ROLES_OF[desk]), thing=document_of)
        for route in ("document", "api_document", "api_document_content")
        for desk in Desk
    ),
    *library(
        "account_change_password",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    ),
]
