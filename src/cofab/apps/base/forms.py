"""The forms of the base's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from cofab.apps.base import contact as contacts
from cofab.apps.base.models.people import KINDS, ROLES
from cofab.apps.base.problems import explain
from cofab.apps.base.words import ROLE_NAMES
from cofab.core.kernel.refusal import Refused

KIND_NAMES = {
    "supplier": _("Supplier: we make"),
    "demander": _("Buyer: we have work made"),
    "carrier": _("Carrier"),
    "inspection": _("Inspection house"),
    "bank": _("Bank"),
    "material": _("Material dealer"),
    "maintenance": _("Maintenance firm"),
    "training": _("Training"),
}
assert set(KIND_NAMES) <= set(KINDS)


class ContactForm(forms.Form):
    """A phone number or an e-mail address."""

    contact = forms.CharField(
        label=_("Phone number or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

    def clean_contact(self) -> str:
        """Return the contact in its one form."""
        try:
            return contacts.normal(self.cleaned_data["contact"])
        except Refused as refused:
            raise forms.ValidationError(explain(refused)) from refused


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "pattern": "[0-9 ]*"}
        ),
    )

    def clean_code(self) -> str:
        """Return the digits."""
        return self.cleaned_data["code"].replace(" ", "")


class PasswordForm(ContactForm):
    """Contact and password."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class FoundForm(forms.Form):
    """A new organisation; a name in one language is enough."""

    kind = forms.ChoiceField(label=_("What do you do?"), choices=list(KIND_NAMES.items()), widget=forms.RadioSelect)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a name."""
        values = super().clean() or {}
        if not (values.get("name_zh", "").strip() or values.get("name_en", "").strip()):
            self.add_error("name_zh", _("A name in one of the two languages."))
        return values


class ProfileForm(forms.Form):
    """What others call me, and the language I read."""

    name = forms.CharField(label=_("Your name"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class NewPasswordForm(forms.Form):
    """A password besides codes."""

    password = forms.CharField(
        label=_("New password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """Refuse a weak one."""
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(label=_("What is the token for?"), max_length=100)


class InviteForm(ContactForm):
    """Somebody to work here."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, ROLE_NAMES[role]) for role in ROLES if role not in {"operator", "committee"}],
    )
