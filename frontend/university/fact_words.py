"""The words of legal facts: kinds, fields, and the codes that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from frontend.components import formats
from frontend.components.eligibility import PURPOSES, source_words
from frontend.components.values import Fact
from frontend.university.history import short
from listings.patents.models import LegalFact

KINDS: Final[Mapping[str, Promise]] = {
    "checked": _("Source was read"),
    "grant": _("Granted"),
    "lapse_unpaid": _("Lapsed for unpaid fee"),
    "abandoned": _("Abandoned"),
    "expired": _("Term ended"),
    "invalidated_full": _("Declared invalid as a whole"),
    "invalidated_part": _("Declared invalid in part"),
    "restored": _("Restored"),
    "term_compensation": _("Term compensated"),
    "fee_paid": _("Annual fee paid"),
    "pledge": _("Pledge registered"),
    "pledge_released": _("Pledge released"),
    "preservation": _("Preserved or suspended"),
    "preservation_released": _("Preservation ended"),
    "license": _("License on file"),
    "license_ended": _("License ended"),
    "owner_change": _("Owners changed"),
    "declaration_announced": _("Open-license declaration announced"),
    "declaration_withdrawn": _("Open-license declaration withdrawn"),
    "declaration_filed": _("Open-license declaration filed"),
    "overseas_grant": _("Granted abroad"),
    "overseas_application": _("Applied for abroad"),
    "award": _("Award"),
    "pledgee_consent": _("Consent of the pledgee"),
    "consent": _("Consent of a co-owner"),
    "co_owner_agreement": _("Agreement of the co-owners"),
    "evaluation_report": _("Evaluation report"),
    "own_use": _("Used by the owner"),
    "product_filing": _("Filed as used in a product"),
    "deal": _("License or transfer made"),
    "non_use_declaration": _("Declaration of non-use"),
    "reason_decision": _("Decision on the reasons of non-use"),
    "sei_match": _("Strategic emerging industry"),
    "high_value_review": _("Review of a high-value class"),
    "obstacle": _("Other obstacle"),
}
FIELDS: Final[Mapping[str, Promise]] = {
    "to": _("Last day"),
    "topics": _("What was looked up"),
    "days": _("Days of compensation"),
    "paid_until": _("Paid until"),
    "ref": _("Number on file"),
    "amount": _("Amount"),
    "basis": _("Basis"),
    "type": _("Kind of license"),
    "owners": _("Owners from then on"),
    "reason": _("Reason"),
    "terms_hash": _("Hash of the terms"),
    "items": _("What it says"),
    "office": _("Office (two letters)"),
    "number": pgettext_lazy("identifier", "Number"),
    "ended": _("Ended on"),
    "body": _("Awarded by"),
    "purposes": _("For which purposes"),
    "owner": _("Co-owner"),
    "answer": _("Answer"),
    "revoked": _("Revoked on"),
    "document": _("Paper"),
    "ordinary_license": _("Who may grant an ordinary license"),
    "conclusion": _("Conclusion"),
    "reasons": _("Reasons"),
    "proper": _("Is the reason a proper one?"),
    "match": _("Does it match?"),
    "class": _("Class"),
    "accepted": _("Accepted?"),
    "text": _("What it is"),
}
WORDS: Final[Mapping[str, Promise]] = {
    "status": pgettext_lazy("topic", "legal status"),
    "fee": pgettext_lazy("topic", "annual fee"),
    "pledge": pgettext_lazy("topic", "pledge"),
    "preservation": pgettext_lazy("topic", "preservation and suspension"),
    "license": pgettext_lazy("topic", "licenses on file"),
    "owner": pgettext_lazy("topic", "owners"),
    "declaration": pgettext_lazy("topic", "open-license declaration"),
    "family": pgettext_lazy("topic", "patents abroad"),
    "award": pgettext_lazy("topic", "awards"),
    "transfer": pgettext_lazy("purpose", "Transfer"),
    "court": _("court"),
    "ownership": _("ownership dispute"),
    "ordinary": _("ordinary"),
    "sole": _("sole"),
    "exclusive": _("exclusive"),
    "rename": _("change of name"),
    "merger": _("merger"),
    "other": _("other"),
    "national_science": _("national science and technology award"),
    "china_patent": _("China patent award"),
    "provincial": _("provincial award"),
    "given": _("given"),
    "refused": _("refused"),
    "alone": _("each owner alone"),
    "all": _("all"),
    "none": _("none"),
    "positive": _("no ground of invalidity found"),
    "negative": _("ground of invalidity found"),
    "regulatory_approval": _("waits for an approval"),
    "force_majeure": _("force majeure"),
    "legal_ban": _("forbidden by law"),
    "in_development": _("still being developed"),
    "state_secret": _("state secret"),
    "in_negotiation": _("being negotiated"),
    "patent_number": _("patent number"),
    "fee_method": _("how the fee is paid"),
    "fee_standard": _("how high the fee is"),
    "license_term": _("term of the license"),
    "hv_sei": _("strategic emerging industry"),
    "hv_pledge": _("pledged for financing"),
}


def fact_value(row: LegalFact) -> Fact:
    """Give a recorded fact as it is shown: what it says, on which day, by which source, read when."""
    day = row.on or row.from_date
    parts = [formats.day(day)] if day is not None and row.kind != "checked" else []
    if row.to_date is not None:
        parts.append(gettext("until %(day)s") % {"day": formats.day(row.to_date)})
    parts += [
        gettext("%(field)s: %(value)s") % {"field": FIELDS.get(name, name), "value": _said(value)}
        for name, value in row.payload.items()
        if value not in (None, "", [])
    ]
    if row.document_sha256:
        parts.append(gettext("paper %(hash)s") % {"hash": row.document_sha256[:12]})
    return Fact(
        KINDS.get(row.kind, row.kind), " · ".join(parts) or "—", source=source_words(row.source), as_of=row.as_of
    )


def _said(value: Any) -> str:
    if isinstance(value, list):
        return gettext(", ").join(_said(each) for each in value)
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    return str({**WORDS, **PURPOSES}.get(value, short(value))) if isinstance(value, str) else str(value)
