"""Pages of demand."""

from django.urls import path

from cofab.apps.proposition.demand import views
from cofab.apps.proposition.demand.editing import views as editing
from cofab.apps.proposition.demand.gating import views as gating
from cofab.apps.proposition.demand.review import views as review
from cofab.apps.proposition.demand.sheets import views as sheets

app_name = "demand"
urlpatterns = [
    path("", views.demands, name="list"),
    path("new", views.new, name="new"),
    path("<str:key>", views.demand, name="demand"),
    path("<str:key>/answers", views.answer, name="answer"),
    path("<str:key>/change", views.change, name="change"),
    path("<str:key>/edits", editing.edit, name="edit"),
    path("<str:key>/drawing", sheets.drawing, name="drawing"),
    path("<str:key>/drawing/check", sheets.check, name="check"),
    path("<str:key>/pages/<int:number>", sheets.page, name="page"),
    path("<str:key>/review", review.invite, name="review"),
    path("<str:key>/gates", gating.start, name="gates"),
    path("<str:key>/why", views.why, name="why"),
    path("<str:key>/estimate.<str:kind>", views.estimate, name="estimate"),
    path("<str:key>/preview", views.preview, name="preview"),
    path("<str:key>/model.glb", views.model, name="model"),
]
