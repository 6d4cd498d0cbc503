"""Files that are too large or empty are refused through page and API, in both languages; the large ones unread."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cofab.apps.base.models import File
from cofab.geometry.limits import Limits

pytestmark = pytest.mark.django_db
SIZE = 200_000_000
PAGE, API = "/demands/new", "/api/v1/files"
LARGE = {"en": "That is too large: at most 150 MB.", "zh-hans": "最多 150 MB"}
EMPTY_FIELD = {"en": "The submitted file is empty.", "zh-hans": "所提交的是空文件。"}
EMPTY = {"en": "part.step is empty.", "zh-hans": "part.step 是空的"}


class Endless:
    """A body of `SIZE` bytes that is made while it is read, and knows how much of it was."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, most: int = -1) -> bytes:
        """Return the next bytes."""
        part = min(SIZE - self.given, 1 << 16 if most < 0 else most)
        self.given += part
        return bytes(part)

    readline = read


def send(client, path, body, language):
    """Post a stream as a file."""
    kind = "multipart/form-data; boundary=x"
    extra = {"wsgi.input": body, "CONTENT_LENGTH": str(SIZE), "HTTP_ACCEPT_LANGUAGE": language}
    return client.generic("POST", path, b"", kind, **extra)


@pytest.mark.parametrize("language", LARGE)
@pytest.mark.parametrize("path", [PAGE, API])
def test_200_mb_are_refused_before_they_are_read(make_firm, client_for, path, language):
    client, body = client_for(make_firm("Buyer", kind="demander")), Endless()
    client.cookies["cofab_language"] = language
    refused = send(client, path, body, language)
    assert refused.status_code == 413
    assert LARGE[language] in refused.content.decode()
    assert body.given == 0
    if path == API:
        assert (refused.headers["Content-Type"], refused.json()["code"]) == (
            "application/problem+json",
            "base.too_large",
        )
    assert not File.objects.exists()


@pytest.mark.parametrize("language", EMPTY)
def test_an_empty_file_is_refused(make_firm, client_for, language):
    client = client_for(make_firm("Buyer", kind="demander"))
    client.cookies["cofab_language"] = language
    nothing = {"file": SimpleUploadedFile("part.step", b"")}
    refused = client.post(API, nothing, headers={"Accept-Language": language})
    assert (refused.status_code, refused.json()["code"]) == (422, "base.file_empty")
    assert EMPTY[language] in refused.json()["detail"]
    page = client.post(PAGE, {"title": "Part", "files": SimpleUploadedFile("part.step", b"")})
    assert page.status_code == 422
    assert EMPTY_FIELD[language] in page.content.decode()


def test_the_page_says_what_is_taken_and_what_is_taken_can_be_read(make_firm, client_for, settings):
    assert Limits().file_bytes == settings.COFAB_FILE_LIMIT
    page = client_for(make_firm("Buyer", kind="demander")).get(PAGE).content.decode()
    assert f"Up to {settings.COFAB_FILE_LIMIT // 1_000_000} MB" in page
