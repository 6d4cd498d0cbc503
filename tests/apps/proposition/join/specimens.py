"""A firm that the operator decides on."""


def _firm(firm):
    return {"key": firm.organisation.key}


API = "/api/v1/admissions/{key}"
SPECIMENS = {"/admissions/{key}": _firm, API: _firm}
ROLE_FIRST = {"/admissions/{key}", f"{API}/admit", f"{API}/refuse", f"{API}/suspend"}
BODIES = {"POST /admissions/{key}": {"decision": "admit"}}
