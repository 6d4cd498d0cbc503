"""The page about me and my firm: name, language, password, tokens, colleagues."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cofab.apps.base import organisations, tokens
from cofab.apps.base.forms import InviteForm, NewPasswordForm, ProfileForm, TokenForm
from cofab.apps.base.models.people import Person
from cofab.apps.base.pages import person_only
from cofab.apps.base.problems import explain
from cofab.apps.base.words import roles
from cofab.core.kernel.refusal import Refused


@person_only
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the page; a POST sets name and language."""
    person: Person = request.user
    first = {"name": person.name, "language": person.language or request.LANGUAGE_CODE}
    form = ProfileForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        person.name, person.language = form.cleaned_data["name"], form.cleaned_data["language"]
        person.save(update_fields=["name", "language"])
        answer = redirect("base:profile")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, max_age=settings.LANGUAGE_COOKIE_AGE)
        return answer
    return _page(request, form=form)


@person_only
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Set a password; other sessions end."""
    form = NewPasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, password_form=form)
    request.user.set_password(form.cleaned_data["password"])
    request.user.save(update_fields=["password"])
    update_session_auth_hash(request, request.user)
    messages.success(request, _("The password is set."))
    return redirect("base:profile")


@person_only
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, token_form=form)
    _row, secret = tokens.make(request.viewer, form.cleaned_data["name"])
    return _page(request, secret=secret)


@person_only
@require_POST
def revoke_token(request: HttpRequest, key: str) -> HttpResponse:
    """Take a token out of force."""
    tokens.revoke(request.viewer, key)
    return redirect("base:profile")


@person_only
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            organisations.invite(request.viewer, form.cleaned_data["contact"], [form.cleaned_data["role"]])
        except Refused as refused:
            form.add_error("contact", explain(refused))
        else:
            messages.success(request, _("The invitation is sent."))
            return redirect("base:profile")
    return _page(request, invite_form=form)


def _page(request: HttpRequest, **context: object) -> HttpResponse:
    person: Person = request.user
    whole = {
        "form": ProfileForm(initial={"name": person.name, "language": person.language or request.LANGUAGE_CODE}),
        "password_form": NewPasswordForm(),
        "token_form": TokenForm(),
        "invite_form": InviteForm(),
        "tokens": tokens.listed(request.viewer),
        "members": [(one, roles(", ".join(one.roles))) for one in organisations.members(request.viewer)],
        "may_invite": bool(request.viewer.organisation_id) and request.viewer.has("owner"),
        **context,
    }
    bad = any(isinstance(value, forms.Form) and value.errors for value in context.values())
    return render(request, "base/profile.html", whole, status=422 if bad else 200)
