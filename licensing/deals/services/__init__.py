"""
Bring a deal into being: draw up the contract, sign it, give notice of an open license; then file it.

Everything is checked again in the second of signing, under the locks of patent and listing, so that a suspension and
a signature can never both succeed.
"""

from licensing.deals.services.filing import record_recordal, register_contract
from licensing.deals.services.noticing import give_notice
from licensing.deals.services.refusals import (
    AlreadyRecorded,
    DealNotFound,
    DeclarationDoesNotFit,
    HashChanged,
    RecordalInvalid,
    TermsChanged,
    WrongTrack,
)
from licensing.deals.services.signing import abandon_draft, draw_up_contract, sign_deal

__all__ = [
    "AlreadyRecorded",
    "DealNotFound",
    "DeclarationDoesNotFit",
    "HashChanged",
    "RecordalInvalid",
    "TermsChanged",
    "WrongTrack",
    "abandon_draft",
    "draw_up_contract",
    "give_notice",
    "record_recordal",
    "register_contract",
    "sign_deal",
]
