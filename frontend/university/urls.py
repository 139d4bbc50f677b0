"""Addresses of the university's desk, below ``university/<uscc>/``."""

from __future__ import annotations

from django.urls import path

from frontend.university import (
    cases,
    declarations,
    facts,
    imports,
    listings,
    notices,
    patents,
    publishing,
    reviewing,
    signing,
    terms,
    views,
    writing,
)

app_name = "university"

_LISTING = "listings/<str:number>/"
_NOTICE = f"{_LISTING}price-notices/<uuid:notice_id>/"
_DECLARATION = f"{_LISTING}declarations/<uuid:declaration_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("patents/", patents.patent_list, name="patents"),
    path("patents/<uuid:patent_id>/", patents.patent, name="patent"),
    path("patents/<uuid:patent_id>/facts/<str:kind>/", facts.record, name="record_fact"),
    path("imports/new/", imports.new, name="new_import"),
    path("imports/<uuid:import_id>/", imports.preview, name="import"),
    path("imports/<uuid:import_id>/apply/", imports.apply, name="apply_import"),
    path("imports/<uuid:import_id>/discard/", imports.discard, name="discard_import"),
    path("listings/", listings.listing_list, name="listings"),
    path("listings/new/<uuid:patent_id>/", writing.new, name="new_listing"),
    path(_LISTING, listings.listing, name="listing"),
    path(f"{_LISTING}edit/", writing.edit, name="edit"),
    path(f"{_LISTING}terms/", terms.choose, name="terms"),
    path(f"{_LISTING}submit/", reviewing.submit, name="submit"),
    path(f"{_LISTING}approve/", reviewing.approve, name="approve"),
    path(f"{_LISTING}return/", reviewing.give_back, name="return"),
    path(f"{_LISTING}approve-terms/", reviewing.approve_terms, name="approve_terms"),
    path(f"{_LISTING}price-notice/", notices.start, name="start_notice"),
    path(f"{_NOTICE}end/", notices.end, name="end_notice"),
    path(f"{_NOTICE}stop/", notices.stop, name="stop_notice"),
    path(f"{_LISTING}sign/", signing.sign, name="sign"),
    path(f"{_LISTING}publish/", publishing.publish, name="publish"),
    path(f"{_LISTING}suspend/", publishing.suspend, name="suspend"),
    path(f"{_LISTING}resume/", publishing.resume, name="resume"),
    path(f"{_LISTING}withdraw/", publishing.withdraw, name="withdraw"),
    path(f"{_LISTING}declaration/", declarations.file, name="file_declaration"),
    path(f"{_DECLARATION}announcement/", declarations.announce, name="announce_declaration"),
    path(f"{_DECLARATION}withdrawal/", declarations.file_withdrawal, name="other_declaration"),
    path(f"{_DECLARATION}withdrawal-announcement/", declarations.announce_withdrawal, name="withdrawal_announced"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/recordal/", cases.record_filing, name="recordal"),
    path("payments/<str:number>/confirm/", cases.confirm_payment, name="confirm_payment"),
    path("payments/<str:number>/refuse/", cases.refuse_payment, name="refuse_payment"),
    path("payments/<str:number>/invoice/", cases.file_invoice, name="file_invoice"),
]
