"""Pages of credit."""

from django.urls import path

from cofab.apps.realisation.rate import views

app_name = "credit"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("rate/<str:order>", views.give, name="give"),
    path("<str:key>", views.one, name="one"),
]
