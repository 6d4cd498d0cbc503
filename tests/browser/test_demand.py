"""A buyer before a demand: the part in 3D, a finding that lights its face, minutes that move the price, a photo."""

import io
import re
from datetime import timedelta
from importlib.resources import files

import pypdfium2
import pytest
from PIL import Image

PARTS = files("cofab.demo.parts")


@pytest.fixture
def buyer(transactional_db, make_firm, client_for):
    """The cookies of a buyer in a town that is on the map."""
    from cofab.apps.proposition.publish.reference import Town

    known = {"name_zh": "奉化", "name_en": "Fenghua", "latitude_udeg": 0, "longitude_udeg": 0}
    Town.objects.get_or_create(id="fenghua", defaults=known)
    firm = make_firm("Pumps", kind="demander", town="fenghua")
    return {name: morsel.value for name, morsel in client_for(firm).cookies.items()}


def calm(reader):
    """Assert that no console complained; the site of the tests has no server of events."""
    assert [c for c in reader.complaints if "404" not in c and "ERR_CONNECTION_REFUSED" not in c] == []


def hand_in(reader, buyer, run_jobs, paths, solid=False, material="6061"):
    """Fill in the form with files, let the job read them, and return the demand's page."""
    from cofab.apps.base.clock import now

    page = reader.open("/demands/new", "en", 1600, buyer, solid=solid)
    page.locator("#id_files").set_input_files([str(path) for path in paths])
    page.locator("#id_title").fill("FBH-047")
    page.locator("#id_material").fill(material)
    page.locator("#id_quantity").fill("50")
    page.locator("#id_due").fill((now() + timedelta(days=21)).date().isoformat())
    page.get_by_role("button", name="Read and price").click()
    page.wait_for_url(re.compile("/demands/dem_"))
    run_jobs()
    page.reload()
    page.wait_for_timeout(500)
    return page


def middle(page):
    """Return the middle of the price without VAT, in yuan."""
    text = page.locator("#d-price").inner_text()
    return int(re.search(r"middle ¥([\d,]+)", text)[1].replace(",", ""))


def test_a_dropped_file_is_seen_in_3d_edited_and_priced(reader, buyer, run_jobs):
    page = hand_in(reader, buyer, run_jobs, [PARTS / "FBH-047.step", PARTS / "FBH-047.pdf"], solid=True)
    reader.until(page, "document.querySelector('model-viewer')?.dataset.ready !== undefined")
    finding = page.locator("#d-findings [data-show-faces]").first
    finding.click()
    faces = page.locator("#d-findings [data-faces]").first.get_attribute("data-faces")
    assert page.locator("[data-part]").get_attribute("data-lit-now") == faces
    assert finding.get_attribute("aria-pressed") == "true"
    page.locator("model-viewer .userInput").focus()
    page.keyboard.press("]")
    assert page.locator("[data-part]").get_attribute("data-lit-now") == "0"
    assert "face 0" in page.locator("[data-part-tag]").inner_text()

    asked = middle(page)
    minutes = page.get_by_label("minutes a piece of operation 20")
    minutes.fill("5")
    minutes.press("Enter")
    reader.until(page, "document.querySelectorAll('#d-history').length === 1")
    faster = middle(page)
    assert faster < asked
    page.get_by_role("button", name="Undo").click()
    reader.until(page, "document.querySelector('#d-history')?.textContent.includes('taken back')")
    assert middle(page) == asked
    page.locator("#quantity").fill("500")
    page.locator("#quantity").press("Tab")
    reader.until(page, "document.querySelector('#d-ops td.num:last-of-type, #d-ops')?.textContent.includes('500') "
                       "|| document.querySelector('#quantity').defaultValue === '500'")  # fmt: skip
    assert middle(page) > 2 * asked
    assert reader.faults(page) == []
    calm(reader)


def test_an_operation_is_moved_by_keyboard_and_two_windows_do_not_overwrite_each_other(reader, buyer, run_jobs):
    page = hand_in(reader, buyer, run_jobs, [PARTS / "FBH-047.step"])
    other = reader.open(page.url.removeprefix(reader.site), "en", 390, buyer)
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.faults(other) == []
    page.locator("[data-op=o3] input[data-minutes]").first.focus()
    page.keyboard.press("Alt+ArrowUp")
    reader.until(page, "document.querySelectorAll('#d-history').length === 1")
    order = [row.get_attribute("data-op") for row in page.locator("tr[data-op]").all()]
    assert order.index("o3") < order.index("o2")
    late = other.get_by_label("minutes a piece of operation 20")
    late.fill("1")
    late.press("Enter")
    other.locator(".c-toast.stop").wait_for()
    reader.until(other, "document.querySelectorAll('#d-history').length === 1")
    assert [row.get_attribute("data-op") for row in other.locator("tr[data-op]").all()] == order
    assert [c for c in reader.complaints if "409" not in c and "404" not in c and "REFUSED" not in c] == []


def photograph():
    """Return the housing's drawing as a camera sees it: a sheet on a dark table, from the side, as JPEG."""
    sheet = pypdfium2.PdfDocument(PARTS.joinpath("FBH-047.pdf").read_bytes())[0].render(scale=2.2).to_pil()
    table = Image.new("RGB", (sheet.width + 240, sheet.height + 240), (70, 62, 55))
    table.paste(sheet.convert("RGB"), (120, 120))
    width, height = table.size
    seen = table.transform(
        (width, height), Image.Transform.QUAD, (30, 10, 0, height, width - 20, height - 30, width, 25),
        Image.Resampling.BICUBIC, fillcolor=(70, 62, 55),
    )  # fmt: skip
    data = io.BytesIO()
    seen.save(data, "JPEG", quality=82)
    return data.getvalue()


def test_a_photographed_drawing_is_confirmed_by_keyboard(reader, buyer, run_jobs, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photograph())
    page = hand_in(reader, buyer, run_jobs, [photo])
    assert "Taken from the drawing alone" in page.locator("main").inner_text()
    page.goto(page.url.partition("?")[0] + "/drawing")
    page.wait_for_timeout(500)
    assert "47 H7" in page.locator("#d-fields").inner_text()
    assert page.locator(".d-page image").count() == 1
    assert reader.faults(page) == []
    box = page.locator(".d-box.on")
    assert box.count() == 1
    for _press in range(60):
        left = page.locator(".d-field.doubtful").count()
        if not left:
            break
        page.locator(".d-field.doubtful button[value=confirmed]").first.press("Enter")
        reader.until(page, f"document.querySelectorAll('.d-field.doubtful').length < {left}")
    assert "Nothing doubtful is left" in page.locator("main").inner_text()
    page.locator(".d-field", has_text="47 H7").locator("[data-pick]").click()
    wrong = page.locator(".d-field", has_text="47 H7").locator("input[name=text]").first
    wrong.fill("⌀47 H8")
    wrong.press("Enter")
    reader.until(page, "document.querySelector('#d-fields').textContent.includes('47 H8')")
    calm(reader)


def test_several_files_are_dropped_one_is_bad_and_the_rest_become_a_demand(reader, buyer, run_jobs, tmp_path):
    from cofab.apps.base.clock import now

    bad = tmp_path / "bad.step"
    bad.write_bytes(b"\x8f\x02 this is not a part" * 200)
    page = reader.open("/drop/", "en", 390, buyer)
    page.locator("#d-files").set_input_files([str(PARTS / "FBH-047.step"), str(PARTS / "FBH-047.pdf"), str(bad)])
    reader.until(page, "document.querySelectorAll('.d-item').length === 3")
    run_jobs()
    page.reload()
    rows = page.locator(".d-item")
    assert "1 × FBH-047" in rows.nth(0).inner_text() and "drawing of a part above" in rows.nth(1).inner_text()
    assert "bad.step" in rows.nth(2).inner_text() and "not a model" in rows.nth(2).inner_text()
    assert reader.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rows.nth(2).get_by_role("button", name="Take away").click()
    reader.until(page, "document.querySelectorAll('.d-item').length === 2")
    page.locator(".c-toast button").wait_for()
    page.locator("#id_material").fill("6061")
    page.locator("#id_due").fill((now() + timedelta(days=21)).date().isoformat())
    page.get_by_role("button", name="Make demands and price them").click()
    page.wait_for_url(re.compile("/demands/dem_"))
    assert "Answer first" in page.locator("main").inner_text()
    calm(reader)
