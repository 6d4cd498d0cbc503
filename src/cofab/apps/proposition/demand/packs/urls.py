"""Pages of trade packs."""

from django.urls import path

from cofab.apps.proposition.demand.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.trades, name="list"),
    path("list", views.spreadsheet, name="spreadsheet"),
    path("message", views.message, name="message"),
    path("message/form", views.follow, name="follow"),
    path("demands/<str:key>", views.demand, name="demand"),
    path("demands/<str:key>/change", views.change, name="change"),
    path("demands/<str:key>/sample", views.sample, name="sample"),
    path("demands/<str:key>/again", views.again, name="again"),
    path("<str:pack>/new", views.new, name="new"),
]
