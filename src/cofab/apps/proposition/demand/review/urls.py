"""Pages of design review."""

from django.urls import path

from cofab.apps.proposition.demand.review import views

app_name = "review"
urlpatterns = [
    path("", views.reviews, name="list"),
    path("<str:key>", views.review, name="review"),
    path("<str:key>/notes", views.note, name="note"),
    path("<str:key>/model.glb", views.model, name="model"),
]
