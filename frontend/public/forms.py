"""Forms of the public pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


class DisplayForm(forms.Form):
    """Theme, size and language."""

    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("auto", _("As the device is set")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    size = forms.ChoiceField(
        label=_("Size of text"),
        choices=[("normal", _("Normal")), ("large", _("Large"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
        widget=forms.RadioSelect,
    )
