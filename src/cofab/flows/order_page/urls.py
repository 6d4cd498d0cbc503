"""Pages of orders."""

from django.urls import path

from cofab.flows.order_page import views

app_name = "orders"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<str:key>", views.show, name="show"),
    path("<str:key>/part/<str:name>", views.part, name="part"),
    path("<str:key>/pay", views.pay, name="pay"),
    path("<str:key>/deposit", views.deposit, name="deposit"),
    path("<str:key>/consent/<str:proposal>", views.consent, name="consent"),
    path("<str:key>/accept", views.accept, name="accept"),
    path("<str:key>/refuse", views.refuse, name="refuse"),
    path("<str:key>/rate", views.rate, name="rate"),
    path("<str:key>/cancel", views.cancel, name="cancel"),
    path("<str:key>/evidence", views.bundle, name="evidence"),
]
