import re

import pytest

SIZES = [("zh-hans", 1600, True), ("zh-hans", 390, False), ("en", 1600, False), ("en", 390, False)]


@pytest.mark.parametrize(("language", "width", "solid"), SIZES)
def test_the_gallery_is_reachable_for_everybody_and_obeys_the_content_policy(reader, language, width, solid):
    page = reader.open("/gallery", language, width, solid=solid)
    if solid:
        page.locator("model-viewer").scroll_into_view_if_needed()
        reader.until(page, "document.querySelector('model-viewer').loaded")
    assert reader.faults(page) == []
    assert reader.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_finding_lights_its_faces_and_a_face_its_finding(reader):
    page = reader.open("/gallery", solid=True)
    page.locator("model-viewer").scroll_into_view_if_needed()
    reader.until(page, "document.querySelector('model-viewer').loaded")
    page.locator("[data-show-faces]").nth(1).click()
    assert page.locator(".c-finding").nth(1).get_attribute("data-on") is not None
    lit = page.evaluate(
        """() => { const v = document.querySelector('model-viewer');
        const scene = v[Object.getOwnPropertySymbols(v).find((s) => s.description === 'scene')];
        let groups; scene.traverse((n) => { if (n.geometry?.groups.length) groups = n.geometry.groups; });
        return groups.map((g) => g.materialIndex); }"""
    )
    assert lit == [0, 0, 1, 0, 0, 0, 0, 0, 0]
    page.wait_for_timeout(1500)
    box = page.locator("model-viewer").bounding_box()
    page.locator(".c-finding").first.locator("button").click()
    page.wait_for_timeout(1500)
    for across, down in ((0.5, 0.5), (0.45, 0.5), (0.4, 0.5), (0.5, 0.4), (0.5, 0.6), (0.6, 0.5), (0.5, 0.3)):
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.wait_for_timeout(300)
        if page.locator(".c-finding[data-on]").count():
            break
    touched = page.locator("[data-part]").first.get_attribute("data-lit-now")
    assert touched in page.locator(".c-finding[data-on]").first.get_attribute("data-faces").split()


def test_a_slider_ranks_the_plans_again_at_once(reader):
    page = reader.open("/gallery")
    first = "tr[data-plan]:first-child .c-letter"
    assert page.locator(first).inner_text() == "A"
    page.locator("#weight-time").fill("100")
    assert page.locator(first).inner_text() == "C"
    assert page.locator("[data-weights-why] dt.b").inner_text() == "C"
    page.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(50)
    assert page.locator(first).inner_text() == "A"


def test_half_days_are_painted_with_mouse_and_keys(reader):
    page = reader.open("/gallery")
    halves = page.locator('tr[data-lane="vmc-1"] .c-half')
    halves.nth(0).scroll_into_view_if_needed()
    a, b = halves.nth(0).bounding_box(), halves.nth(2).bounding_box()
    page.mouse.move(a["x"] + 5, a["y"] + 9)
    page.mouse.down()
    page.mouse.move(b["x"] + 5, b["y"] + 9, steps=6)
    page.mouse.up()
    chosen = 'tr[data-lane="vmc-1"] .c-half input:checked'
    assert page.locator(chosen).count() == 3
    page.locator(f"{chosen}").last.focus()
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator(chosen).count() == 4
    page.keyboard.press("Space")
    assert page.locator(chosen).count() == 3


def test_what_cannot_be_undone_is_asked_first(reader):
    page = reader.open("/gallery")
    page.locator(".c-card.ask button.p").click()
    sheet = page.locator("dialog#sheet")
    assert sheet.is_visible() and "masked" in sheet.inner_text()
    page.keyboard.press("Escape")
    assert "h7=" not in page.url
    page.locator(".c-card.ask button.p").click()
    sheet.locator("[data-yes]").click()
    page.wait_for_url(re.compile("h7=mask"))


def test_the_map_asks_nobody_outside(reader):
    page = reader.open("/gallery")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator(".c-map").scroll_into_view_if_needed()
    page.wait_for_selector(".c-map .c-map-pin")
    assert page.locator(".c-map .c-map-pin").count() == 4
    assert all(url.startswith((reader.site, "data:", "blob:")) for url in asked)


def test_keys_help_search_and_rows(reader):
    page = reader.open("/gallery")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr[data-focus]").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "O-2611-0064"
    page.keyboard.press("?")
    page.wait_for_url(re.compile("/keys"))


def test_the_page_works_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/gallery")
    page.locator("select[name=tone]").select_option("held")
    page.locator(".c-tools button").click()
    assert "tone=held" in page.url and page.locator("tr[id^=row-]").count() == 1
    context.close()


def test_a_press_without_network_waits_and_is_sent_when_it_is_back(reader):
    page = reader.open("/gallery")
    page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('afterbegin',
        '<form data-offline hx-post="/density" hx-swap="none"><button name="density" value="tight">1</button></form>');
        htmx.process(document.querySelector('form[data-offline]')); }"""
    )
    page.context.set_offline(True)
    page.locator("form[data-offline] button").click()
    chip = page.locator("[data-offline-count]")
    chip.wait_for(state="visible")
    assert chip.inner_text().strip() == "1 offline"
    page.context.set_offline(False)
    chip.wait_for(state="hidden")
    assert "tight" in [c["value"] for c in page.context.cookies() if c["name"] == "density"]
