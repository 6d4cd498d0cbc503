"""Pages of trade packs."""

app_name = "packs"
urlpatterns: list = []
