"""What people read when something about requests, deals, money and subsidies is refused."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare

_REFUSALS: Final = (
    (
        "listing_not_available",
        _("This patent cannot be licensed now"),
        _("Nothing was signed and nobody is bound. The rules that stand in the way are named below."),
    ),
    (
        "no_standing_offer",
        _("The owner's standing offer does not stand today"),
        _("It was never signed, or it has ended. Ask the owner's contact office."),
    ),
    (
        "conditions_not_met",
        _("A condition of the standing offer is not met"),
        _("Not met: %(why)s Ask the owner for terms of your own."),
    ),
    ("request_invalid", _("The request has fields to change")),
    (
        "request_exists",
        _("There is an open request for this listing already"),
        _("Go on with case %(number)s, or withdraw it first."),
    ),
    ("own_listing", _("An organization cannot take its own listing")),
    ("wrong_track", _("This step belongs to the other track")),
    (
        "hash_changed",
        _("The contract is not the one that was shown to you"),
        _("Nothing was signed. Read the contract on this page and sign that."),
    ),
    (
        "terms_changed",
        _("The owner has published other terms meanwhile"),
        _("Nothing was signed. Withdraw this request and ask again under the new terms."),
    ),
    (
        "declaration_does_not_fit",
        _("No announced declaration stands for these terms"),
        _("A license by notice needs a declaration that CNIPA has announced, with these very terms."),
    ),
    ("already_recorded", _("A number is recorded already"), _("Recorded: %(number)s.")),
    ("recordal_invalid", _("The filing has fields to change")),
    ("deal_not_in_effect", _("The contract is not signed yet")),
    ("future_day", _("This day is still to come")),
    ("report_invalid", _("The report has fields to change")),
    ("event_refused", _("This does not fit what has happened in the deal")),
    ("payment_invalid", _("The payment has fields to change")),
    (
        "payment_exists",
        _("This transfer is recorded already"),
        _("It stands as %(number)s. Nothing was recorded twice."),
    ),
    (
        "stripe_unavailable",
        _("The payment service does not answer"),
        _("Nothing was paid. Try again in a few minutes, or pay by bank transfer."),
    ),
    (
        "stripe_refused",
        _("The payment service refused this payment"),
        _("Nothing was paid. Pay by bank transfer, and tell the operator of this site."),
    ),
    (
        "stripe_signature_invalid",
        _("This event is not signed by the payment service"),
        _("Nothing was stored."),
    ),
    (
        "not_payable_online",
        _("This cannot be paid online"),
        _("Nothing of this amount is owed, or the receiver takes bank transfers only."),
    ),
    (
        "checkout_unfinished",
        _("Another online payment is under way"),
        _("Wait until %(number)s is confirmed or has expired."),
    ),
    ("invoice_invalid", _("The invoice has fields to change")),
    ("invoice_exists", _("An invoice with this number is filed already"), _("Filed: %(number)s.")),
    ("round_closed", _("Claims are not taken today"), _("They are taken from %(opens_on)s to %(cutoff_on)s.")),
    ("claim_invalid", _("The claim has fields to change")),
    (
        "already_subsidised",
        _("One contract can have one subsidy"),
        _("It is held by claim %(claim)s. Withdraw that one first, or leave this contract out."),
    ),
    (
        "award_blocked",
        _("No award can be made"),
        _("%(why)s. The claim stays as it is until this is settled."),
    ),
    ("budget_exceeded", _("The round has not enough money left"), _("Left: %(left)s.")),
    ("decision_refused", _("The rule does not allow this amount")),
    ("unreadable_file", _("The file cannot be read as rules"), _("Line %(line)s: %(reason)s.")),
    (
        "examples_do_not_hold",
        _("Worked examples do not come out as written"),
        _("Compare the rule with its document, then load a corrected file."),
    ),
    (
        "examples_missing",
        _("Worked examples are missing"),
        _("Each condition needs an example that it refuses, each floor one below it, each cap one that it binds."),
    ),
    ("field_without_source", _("The rule asks for facts that nothing here can prove"), _("Without a source: %(why)s.")),
    # Problems of single fields.
    ("required", _("This is needed")),
    ("past_date", _("The day lies before today; choose today or later")),
    ("too_late", _("The day lies more than a year ahead")),
    ("future_date", _("This day is still to come")),
    ("before_signature", _("The day lies before the signature")),
    ("not_in_effect", _("Only a deal in effect can be filed")),
    ("shape", _("A registration number has 16 digits")),
    ("not_positive", _("The amount must be above zero")),
    ("not_confirmed", _("Confirm the payment before its invoice is filed")),
    ("not_yours", _("Choose deals in effect of your organization")),
    ("before_opening", _("The last day lies before the first one")),
    ("exists", _("This reference stands on another payment")),
)


def declare_all() -> None:
    """Declare the texts. Called when the claims' app, the topmost one, is ready."""
    for refusal in _REFUSALS:
        declare(*refusal)
