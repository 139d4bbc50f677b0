"""
What is done with a listing, step by step.

Legal facts, drafting and review by two people, the terms in versions, the price notice, the signature under a
mandate, publication behind one gate, suspension, withdrawal, and the open-license declaration.
"""

from listings.offers.services.declarations import (
    announce_declaration,
    announce_withdrawal,
    file_declaration,
    file_withdrawal,
)
from listings.offers.services.drafting import create_draft, edit_content, submit_for_review
from listings.offers.services.facts import record_deal_end, record_deal_facts, record_fact, record_license_filing
from listings.offers.services.notices import end_price_notice, start_price_notice, stop_price_notice
from listings.offers.services.publishing import publish, resume, suspend, withdraw
from listings.offers.services.reviewing import approve, approve_terms, return_to_draft
from listings.offers.services.terms import choose_terms, sign_terms

__all__ = [
    "announce_declaration",
    "announce_withdrawal",
    "approve",
    "approve_terms",
    "choose_terms",
    "create_draft",
    "edit_content",
    "end_price_notice",
    "file_declaration",
    "file_withdrawal",
    "publish",
    "record_deal_end",
    "record_deal_facts",
    "record_fact",
    "record_license_filing",
    "resume",
    "return_to_draft",
    "sign_terms",
    "start_price_notice",
    "stop_price_notice",
    "submit_for_review",
    "suspend",
    "withdraw",
]
