def test_up(make_firm, client_for):
    firm = make_firm("Mill")
    answer = client_for(firm).get("/api/v1/me")
    assert answer.status_code == 200, answer.content
    assert answer.json()["organisation"] == firm.organisation.key
    assert client_for(firm).get("/api/v1/nothing").json()["code"] == "kernel.not_found"
