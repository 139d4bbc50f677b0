"""Form fields that take what people paste from papers and say back what was understood."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from frontend.components import formats, spellings
from marketplace.accounts import uscc


def money_echo(text: str) -> str:
    """Say back an amount in digits and in capital numerals; nothing for what is no amount."""
    try:
        amount = spellings.read_money(text)
    except ValueError:
        return ""
    return f"{formats.money(amount)} · {formats.money_in_words(amount)}"


def date_echo(text: str) -> str:
    """Say back a day with its weekday; nothing for what is no day."""
    try:
        return formats.day_and_weekday(spellings.read_day(text))
    except ValueError:
        return ""


def organization_echo(text: str) -> str:
    """Say whether the check character of a code holds; a code that fails is only warned about, real ones do."""
    code = uscc.normalized(text)
    if not uscc.has_shape(code):
        return ""
    if uscc.check_holds(code):
        return gettext("%(code)s: the check character is right.") % {"code": code}
    return gettext(
        "%(code)s: the check character does not match. Please compare it with the license; you can go on."
    ) % {"code": code}


ECHOES: Final = {"money": money_echo, "date": date_echo, "organization": organization_echo}


class EchoingBoundField(BoundField):
    """A field with a line below it that says back what was understood."""

    @property
    def echo_id(self) -> str:
        """Give the id of the line."""
        return f"{self.auto_id}_echo"

    @property
    def echo(self) -> str:
        """Give what was understood of the present value."""
        field: Any = self.field
        value = self.value()
        return ECHOES[field.echo_kind]("" if value is None else field.written(value))

    @property
    def aria_describedby(self) -> str | None:
        described: str | None = super().aria_describedby
        return None if described is None else f"{described} {self.echo_id}".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        field: Any = self.field
        return built | {
            "hx-get": reverse("public:echo", args=[field.echo_kind]),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": f"#{self.echo_id}",
            "hx-sync": "this:replace",
        }


class MoneyInput(forms.TextInput):
    """A text input with the unit beside it."""

    template_name = "frontend/widgets/money.html"


class MoneyField(forms.Field):
    """
    An amount in yuan as ``Decimal`` with two places.

    :param at_least: smallest amount that is taken; one fen where nothing is said.
    """

    widget = MoneyInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    bound_field_class = EchoingBoundField
    echo_kind = "money"
    default_error_messages = {
        "required": gettext_lazy("Enter an amount in yuan, for example 125,000.00."),
        "invalid": gettext_lazy(
            "“%(value)s” is not an amount in yuan with at most two decimal places. Write it like 125,000.00."
        ),
        "too_small": gettext_lazy("The amount is below %(least)s. Enter a larger one."),
    }

    def __init__(self, *, at_least: Decimal = Decimal("0.01"), **options: Any) -> None:
        super().__init__(**options)
        self.at_least = at_least

    def written(self, value: object) -> str:
        """Give a value as it stands in the input."""
        return formats.figures(value) if isinstance(value, Decimal) else str(value)

    def prepare_value(self, value: Any) -> Any:
        return None if value is None else self.written(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return spellings.read_money(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value < self.at_least:
            raise ValidationError(
                self.error_messages["too_small"], code="too_small", params={"least": formats.money(self.at_least)}
            )


class DayField(forms.Field):
    """A day as ``date``; takes the spellings found on papers."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    bound_field_class = EchoingBoundField
    echo_kind = "date"
    default_error_messages = {
        "required": gettext_lazy("Enter a day, for example 2026-03-01."),
        "invalid": gettext_lazy("“%(value)s” is not a day. Write it like 2026-03-01."),
    }

    def written(self, value: object) -> str:
        """Give a value as it stands in the input."""
        return value.isoformat() if isinstance(value, date) else str(value)

    def prepare_value(self, value: Any) -> Any:
        return None if value is None else self.written(value)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return spellings.read_day(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error


class OrganizationCodeField(forms.Field):
    """A unified social credit code, normalized; a wrong check character is said, not refused."""

    widget = forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"})
    bound_field_class = EchoingBoundField
    echo_kind = "organization"
    default_error_messages = {
        "required": gettext_lazy("Enter the unified social credit code of the organization."),
        "invalid": gettext_lazy(
            "“%(value)s” is not a unified social credit code: 18 digits and capital letters, never I, O, S, V or Z."
        ),
    }

    def written(self, value: object) -> str:
        """Give a value as it stands in the input."""
        return str(value)

    def to_python(self, value: Any) -> str:
        code = uscc.normalized(str(value or ""))
        if code and not uscc.has_shape(code):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})
        return code


class SlotField(forms.FileField):
    """
    A slot for one file: what it must show, which types, how large at most.

    :param shows: what the paper must contain, such as "with the page of signatures and seals".
    :param types: extensions that are taken, for the hint and the browser's chooser; the content decides.
    """

    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("The file is empty. Choose another one."),
        "too_large": gettext_lazy(
            "The file has %(size)s; the most is %(limit)s. Scan it in a lower resolution or in parts."
        ),
    }

    def __init__(
        self,
        *,
        shows: str | Promise = "",
        types: tuple[str, ...] = ("pdf", "jpg", "png"),
        limit_bytes: int = 20 * 1024 * 1024,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.shows = shows
        self.types = types
        self.limit_bytes = limit_bytes
        self.widget.attrs["accept"] = ",".join(f".{name}" for name in types)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None and file.size > self.limit_bytes:
            raise ValidationError(
                self.error_messages["too_large"],
                code="too_large",
                params={"size": formats.megabytes(file.size), "limit": formats.megabytes(self.limit_bytes)},
            )
        return file
