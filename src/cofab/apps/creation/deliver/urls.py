"""Pages of deliver."""

from django.urls import path

from cofab.apps.creation.deliver import views

app_name = "deliver"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<str:key>", views.show, name="show"),
    path("<str:key>/<str:word>", views.hand_over, name="hand_over"),
]
