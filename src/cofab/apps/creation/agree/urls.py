"""Pages of agree."""

from django.urls import path

from cofab.apps.creation.agree import views

app_name = "agree"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("choose/<str:key>", views.choose, name="choose"),
    path("reorder/<str:key>", views.reorder, name="reorder"),
    path("sample/<str:key>", views.sample, name="sample"),
    path("sign/<str:key>", views.sign, name="sign"),
    path("<str:key>", views.one, name="request"),
    path("<str:key>/accept", views.accept, name="accept"),
    path("<str:key>/decline", views.decline, name="decline"),
    path("<str:key>/counter", views.counter, name="counter"),
    path("<str:key>/take", views.take, name="take"),
    path("<str:key>/ask", views.ask_again, name="ask"),
]
