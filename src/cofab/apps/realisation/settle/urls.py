"""Pages of money."""

from django.urls import path

from cofab.apps.realisation.settle import views

app_name = "money"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<str:key>", views.one, name="order"),
    path("<str:key>/milestones/<str:milestone>/contest", views.contest, name="contest"),
    path("<str:key>/milestones/<str:milestone>/settle", views.settle, name="settle"),
    path("<str:key>/payments", views.paid, name="paid"),
    path("<str:key>/payments/<str:payment>/confirm", views.came, name="came"),
]
