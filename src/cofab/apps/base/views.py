"""Pages of the base: signing in and out, founding and switching firms, notices, search, files."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base import files, notifications, organisations, search, signin
from cofab.apps.base.backends import address_of
from cofab.apps.base.forms import CodeForm, ContactForm, FoundForm, PasswordForm
from cofab.apps.base.models.people import Person
from cofab.apps.base.pages import onward, person_only, signed_in
from cofab.apps.base.problems import explain
from cofab.apps.base.viewers import SESSION_KEY, viewer_for
from cofab.core.kernel.refusal import Refused

CONTACT, DEMO_CODE, NEXT = "signing_in", "demo_code", "sign_in_next"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a phone number or e-mail address and send a code there."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = signin.send_code(form.cleaned_data["contact"], address_of(request))
        except Refused as refused:
            form.add_error("contact", explain(refused))
        else:
            request.session[CONTACT] = form.cleaned_data["contact"]
            request.session[DEMO_CODE] = code if settings.COFAB_DEMO else ""
            request.session[NEXT] = request.POST.get("next", "")
            return redirect("base:sign-in-code")
    return _form(request, form, "base/sign_in.html")


@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and sign in."""
    contact = request.session.get(CONTACT)
    if not contact:
        return redirect("base:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(request, contact=contact, code=form.cleaned_data["code"])
        if person is not None:
            return _enter(request, person)
        form.add_error("code", explain(Refused(signin.WRONG_CODE)))
    context = {"contact": contact, "demo_code": request.session.get(DEMO_CODE), "next": request.session.get(NEXT, "")}
    return _form(request, form, "base/sign_in_code.html", **context)


@require_http_methods(["GET", "POST"])
def sign_in_password(request: HttpRequest) -> HttpResponse:
    """Sign in with a password instead of a code."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if person is not None:
            return _enter(request, person)
        form.add_error("password", _("Contact and password do not fit together."))
    return _form(request, form, "base/sign_in_password.html")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("base:sign-in")


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    if not request.user.is_authenticated:
        return redirect("base:sign-in")
    viewer = viewer_for(request.user, request.POST.get("organisation", ""))
    request.session[SESSION_KEY] = viewer.organisation_key
    return onward(request)


@person_only
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found an organisation."""
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = organisations.found(request.viewer, **form.cleaned_data)
        request.session[SESSION_KEY] = organisation.key
        return onward(request)
    return _form(request, form, "base/found.html")


@signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Show what asks the firm for something and what else happened, and mark it all as read."""
    items = notifications.gathered(request.viewer)
    notifications.read_all(request.viewer)
    asking, telling = [one for one in items if one.asks], [one for one in items if not one.asks]
    return render(request, "base/notifications.html", {"asking": asking, "telling": telling})


@signed_in
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Show what the search box found."""
    words = request.GET.get("q", "")[:200]
    things = search.find(request.viewer, words)
    return render(request, "base/search.html", {"words": words, "found": things, "count": len(things)})


@signed_in
@require_GET
def file(request: HttpRequest, key: str) -> HttpResponse:
    """Stream a file to somebody who may see it, after noting who took it; never shown inside a page of ours."""
    return stream(files.fetched(request.viewer, key))


def stream(row: files.File) -> HttpResponse:
    """Return a stored file as a download that no browser interprets."""
    answer = FileResponse(files.path_of(row).open("rb"), content_type=row.kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    answer["Content-Length"] = str(row.size)
    answer["ETag"] = f'"{row.sha256}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _enter(request: HttpRequest, person: Person) -> HttpResponse:
    """Start the session of somebody who has proven who they are."""
    wanted = request.POST.get("next") or request.session.get(NEXT, "")
    login(request, person)
    for name in (CONTACT, DEMO_CODE, NEXT):
        request.session.pop(name, None)
    if not person.memberships.exists():
        return redirect("base:found")
    answer = onward(request, wanted)
    if person.language:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, max_age=settings.LANGUAGE_COOKIE_AGE)
    return answer


def _form(request: HttpRequest, form: object, template: str, **context: object) -> HttpResponse:
    """Show a form; status 422 when it came back with errors, its input kept."""
    status = 422 if getattr(form, "errors", None) else 200
    whole = {"form": form, "next": request.GET.get("next", request.POST.get("next", "")), **context}
    return render(request, template, whole, status=status)
