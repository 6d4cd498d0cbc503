"""Things of the base that belong to one firm."""

from cofab.apps.base import files, tokens
from cofab.apps.base.viewer import platform


def file(firm):
    with platform():
        return {"key": files.store(firm.viewer, "drawing.pdf", b"%PDF", "application/pdf", [firm.id]).key}


def token(firm):
    return {"key": tokens.make(firm.viewer, "ours")[0].key}


def member(firm):
    return {"person": firm.person.key}


SPECIMENS = {
    "/api/v1/members/{person}": member,
    "/files/{key}": file,
    "/api/v1/files/{key}": file,
    "/me/tokens/{key}/revoke": token,
    "/api/v1/tokens/{key}": token,
}
PUBLIC = {"/api/v1/organisations/{key}"}
