"""Pages of the operator."""

from django.urls import path

from cofab.flows.tower import views

app_name = "tower"
urlpatterns = [
    path("tower/", views.show, name="show"),
    path("tower/<str:key>", views.order, name="order"),
    path("ledger/", views.ledger, name="ledger"),
]
