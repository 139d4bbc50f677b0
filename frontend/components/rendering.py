"""How forms become HTML: every form of the product, allauth's too, is drawn by our own templates."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class PageRenderer(TemplatesSetting):
    """Draws forms and fields by the templates of the components."""

    form_template_name = "frontend/components/form.html"
    field_template_name = "frontend/components/field.html"
