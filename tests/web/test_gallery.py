import re
from pathlib import Path

import pytest

from cofab.web import icons

pytestmark = pytest.mark.django_db
WEB = Path(icons.__file__).parent
SOURCE = WEB.parent


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_hold_no_inline_style_or_script(client, language):
    client.cookies["cofab_language"] = language
    page = client.get("/gallery")
    text = page.content.decode()
    assert page.status_code == 200
    assert not re.search(r"\sstyle=|<style|\son\w+=\"", text)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_the_page_is_in_the_chosen_language(client):
    client.cookies["cofab_language"] = "en"
    assert '<html lang="en"' in client.get("/gallery").content.decode()
    client.cookies["cofab_language"] = "zh-hans"
    text = client.get("/gallery").content.decode()
    assert '<html lang="zh-Hans"' in text and "共坊设计系统" in text


def test_the_reader_chooses_language_and_density_and_comes_back(client):
    answer = client.post("/language", {"language": "en", "next": "/gallery"})
    assert (answer.status_code, answer.url) == (302, "/gallery") and client.cookies["cofab_language"].value == "en"
    answer = client.post("/density", {"density": "tight", "next": "https://elsewhere.example/"})
    assert answer.url == "/" and client.cookies["density"].value == "tight"
    assert 'data-density="tight"' in client.get("/gallery").content.decode()


def test_the_sample_table_answers_sorting_and_filters(client):
    text = client.get("/gallery?tone=held&sort=-due").content.decode()
    assert re.findall(r'<tr class="" id="row-([\w-]+)"', text) == ["O-2612-0118"]
    assert 'aria-sort="descending"' in text


def test_every_icon_that_a_template_names_exists():
    if not icons.nodes():
        pytest.skip("browser files are not set up")
    named = set()
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'{% icon "([\w-]+)"', text))
        named |= set(re.findall(r'{% chip "\w+" (?:_\("[^"]*"\)|\S+) "([\w-]+)"', text))
    assert named and not {icons.RENAMED.get(name, name) for name in named} - set(icons.nodes())


def test_no_template_or_script_of_ours_writes_inline_style():
    guilty = [
        str(p) for p in SOURCE.rglob("templates/**/*.html") if re.search(r"\sstyle=|<style", p.read_text("utf-8"))
    ]
    assert not guilty
