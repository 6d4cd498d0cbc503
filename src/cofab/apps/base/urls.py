"""Pages of the base."""

from django.urls import path

from cofab.apps.base import profile, views

app_name = "base"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/code", views.sign_in_code, name="sign-in-code"),
    path("sign-in/password", views.sign_in_password, name="sign-in-password"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("switch", views.switch, name="switch"),
    path("firms/new", views.found, name="found"),
    path("me", profile.profile, name="profile"),
    path("me/password", profile.password, name="password"),
    path("me/tokens", profile.make_token, name="make-token"),
    path("me/tokens/<key>/revoke", profile.revoke_token, name="revoke-token"),
    path("me/invitations", profile.invite, name="invite"),
    path("notifications", views.notices, name="notifications"),
    path("search", views.find, name="search"),
    path("files/<key>", views.file, name="file"),
]
