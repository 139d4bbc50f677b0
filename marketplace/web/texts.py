"""What people read about the refusals of the kernel. Other packages declare their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare


def declare_all() -> None:
    """Declare the texts of accounts, dated configuration and the web edge."""
    declare("not_permitted", _("Your roles do not include this"), _("Nothing was changed."))
    declare(
        "organization_not_verified",
        _("%(organization)s is not verified yet"),
        _("The bureau's office of its place verifies it; until then it can neither publish, contract nor claim."),
    )
    declare(
        "no_mandate",
        _("There is no power on record under which you could sign this"),
        _("The administrator of %(organization)s can record one."),
    )
    declare("own_case", _("Nobody decides on their own case"), _("Somebody else has to do it."))
    declare("no_demo", _("The clock can be set in the demo only"))
    declare("invalid_transition", _("This step is not possible now"), _("Look at the newest state and decide again."))
    declare("organization_required", _("It is not said for which organization you act"))
    _declare_joining()
    _declare_dated()
    _declare_sign_in()


def _declare_joining() -> None:
    declare(
        "uscc_malformed",
        _("This is no unified social credit code"),
        _("It has 18 digits and capital letters, without I, O, S, V and Z."),
    )
    declare("region_malformed", _("The administrative division is a code of six digits"))
    declare(
        "organization_already_registered",
        _("This organization is registered already"),
        _("Ask to join it; its administrator decides."),
    )
    declare("organization_kind_not_open", _("Offices and platforms are founded by the operator of this site"))
    declare("organization_already_verified", _("%(organization)s was verified before"))
    declare("role_not_of_desk", _("Organizations of this kind have no such role"))
    declare("already_member", _("This person has the role already"))
    declare("invitation_over", _("This invitation was used or has expired"), _("Ask for a new one."))
    declare(
        "join_request_open",
        _("Your request to join %(organization)s waits already"),
        _("Its administrator decides on it."),
    )
    declare("join_request_decided", _("This request was decided before"))
    declare(
        "last_administrator",
        _("The last administrator cannot be removed"),
        _("Give somebody else the role first."),
    )
    declare("mandate_malformed", _("A power to sign needs known acts and an end after its beginning"))
    declare("mandate_paper_needed", _("For a power of your own, add the paper that gives it"))


def _declare_dated() -> None:
    declare("setting_unknown", _("There is no such setting, or it does not take this value"))
    declare("source_missing", _("Say where it comes from"))
    declare(
        "setting_backdated",
        _("A setting can count from today on"),
        _("What was worked out before stands."),
    )
    declare("calendar_malformed", _("These days do not make a calendar of the year"))


def _declare_sign_in() -> None:
    declare(
        "second_factor_missing",
        _("Set up a second factor first"),
        _("Who signs, decides or releases money confirms it with a code."),
    )
    declare("second_factor_needed", _("Confirm it with a code of your second factor"))
    declare("wrong_code", _("The code does not hold"), _("Wait for the next one and try again."))
    declare("idempotency_key_malformed", _("The key of this call is malformed"))
    declare("idempotency_key_reused", _("This key came with another call before"))
