"""The words of a case: acts, steps, duties and recorded events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[Mapping[str, Promise]] = {
    "signing": _("Signing"),
    "filing": _("Filing at CNIPA"),
    "paying": _("Paying"),
    "claiming": _("Claiming the subsidy"),
    "disbursing": _("Subsidy paid"),
}

ACTS: Final[Mapping[str, Promise]] = {
    "draw_up_contract": _("Draw up the contract"),
    "sign_contract": _("Sign the contract"),
    "give_notice": _("Give notice of the open license"),
    "pay_first": _("Make the first payment"),
    "record_filing": _("File the contract at CNIPA and record the number"),
    "file_use_report": _("Report how the patent is used"),
    "stop_use": _("Stop the use and return the papers"),
    "meet_duty": _("Meet the duty"),
    "file_statement": _("File the royalty statement"),
    "pay": _("Pay what falls due"),
    "confirm_payment": _("Confirm that the money has arrived"),
    "file_invoice": _("File the invoice"),
    "submit_claim": _("Submit the subsidy claim"),
    "complete_claim": _("Complete the subsidy claim"),
    "check_claim": _("Check the claim"),
    "review_claim": _("Review the claim and work out the award"),
    "approve_award": _("Approve the award"),
    "pay_award": _("Pay the award"),
    "none": _("Nothing to do"),
}

DUTIES: Final[Mapping[str, Promise]] = {
    "entry_fee": _("Entry fee"),
    "deferred_fee": _("Deferred license fee"),
    "instalment": _("Instalment"),
    "milestone": _("Milestone payment"),
    "royalty": _("Royalty"),
    "statement": _("Royalty statement"),
    "exit_fee": _("Exit fee"),
    "cnipa_filing": _("Filing of the license contract at CNIPA"),
    "use_report": _("Use report"),
    "stop_use": _("Stop the use and return the papers"),
    "duty": _("Other duty"),
}

CAPACITIES: Final[Mapping[str, Promise]] = {
    "licensor": _("Licensor"),
    "licensee": _("Licensee"),
    "applicant": _("Applicant"),
    "office": _("Office"),
}

EVENTS: Final[Mapping[str, Promise]] = {
    "license_request.prepared": _("Request prepared"),
    "license_request.accepted": _("License concluded"),
    "license_request.withdrawn": _("Request withdrawn"),
    "license_request.noticed": _("Notice of the open license recorded and delivered"),
    "deal.drawn_up": _("Contract drawn up"),
    "deal.signed": _("Contract signed"),
    "deal.took_effect": _("License in effect"),
    "deal.recorded": _("Filing number of CNIPA recorded"),
    "deal.contract_registered": _("Technology-contract registration recorded"),
    "deal.abandoned": _("Contract given up before signing"),
    "deal_event.recorded": _("Event of the deal recorded"),
    "payment.recorded": _("Transfer recorded by the payer"),
    "payment.confirmed": _("Arrival of the money confirmed"),
    "payment.refused": _("Transfer not found by the receiver"),
    "checkout.started": _("Online payment begun"),
    "checkout.expired": _("Online payment ended without money"),
    "checkout.mismatched": _("Online payment does not match; nothing was allocated"),
    "invoice.filed": _("Invoice filed"),
    "claim.started": _("Subsidy claim prepared"),
    "claim.submitted": _("Subsidy claim submitted"),
    "claim.returned": _("Claim returned for completion"),
    "claim.recommended": _("Claim recommended to the province"),
    "claim.rejected": _("Claim rejected"),
    "claim.withdrawn": _("Claim withdrawn"),
    "award.prepared": _("Award worked out"),
    "award.approved": _("Award approved"),
    "award.paid": _("Award paid"),
}

DEAL_EVENTS: Final[Mapping[str, Promise]] = {
    "first_revenue_reported": _("First revenue reported"),
    "statement": _("Royalty statement filed"),
    "duty_met": _("Duty met"),
    "payment_received": _("Transfer recorded by the payer"),
    "payment_confirmed": _("Arrival of the money confirmed"),
}

RESULTS: Final[Mapping[str, Promise]] = {
    "met": _("met"),
    "not_met": _("not met"),
    "missing": _("missing"),
}

DECLARATIONS: Final[Mapping[str, Promise]] = {
    "legal_person": _("We are an independent legal person."),
    "bad_credit": _("We are on a list of bad credit."),
    "dishonest_debtor": _("We are a dishonest debtor under enforcement."),
    "abnormal_list": _("We are on the list of abnormal operation."),
    "other_fiscal_subsidy": _("This contract has had another fiscal subsidy."),
    "other_provincial_subsidy": _("This contract has had another provincial subsidy."),
    "landed_in_province": _("The result is put to use in the province."),
}


def word(table: Mapping[str, Promise], code: str) -> str:
    """Give the word of a code; a test holds every code of the product to having one."""
    return str(table.get(code, code))
