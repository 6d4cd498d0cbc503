"""Pages of disputes."""

from django.urls import path

from cofab.apps.realisation.dispute import views

app_name = "dispute"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/<str:order>", views.new, name="new"),
    path("new/<str:order>/worth", views.worth, name="worth"),
    path("new/<str:order>/raise", views.raise_complaint, name="raise"),
    path("<str:key>", views.one, name="one"),
    path("<str:key>/<str:verb>", views.act, name="act"),
]
