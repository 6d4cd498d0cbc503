"""Who may attach which photo to a work order."""

import pytest

from cofab.apps.base.files import store


@pytest.mark.django_db
def test_only_a_photo_of_ones_own_is_attached(make_firm, making, client_for):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    _, _, row = making.work_of(make_firm("Buyer", kind="demander").id, mill.id)
    seen = store(rival.viewer, "b.jpg", b"b", "image/jpeg", [rival.id, mill.id])
    own = store(mill.viewer, "c.jpg", b"c", "image/jpeg", [mill.id])
    url, client = f"/api/v1/work-orders/{row.key}/photos", client_for(mill)
    refused = client.post(url, {"file": seen.key}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (404, "kernel.not_found")
    assert client.post(url, {"file": own.key}, "application/json").status_code in (200, 201)
