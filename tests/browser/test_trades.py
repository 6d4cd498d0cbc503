"""Other trades, as a buyer meets them: a jacket's colours and sizes typed, pasted, added up and priced."""

from tests.browser.test_paths import look

LINES = ["颜色\\tS\\tM\\tL\\tXL\\tXXL", *(f"{colour}\\t11\\t22\\t34\\t22\\t11" for colour in "黑红蓝")]
PASTED = "\\n".join(LINES) + "\\n"


def calm(reader):
    """Assert that no console complained, but for answers that say no."""
    known = ("404", "422", "ERR_CONNECTION_REFUSED")
    assert [c for c in reader.complaints if not any(one in c for one in known)] == []


def paste(page, text):
    """Paste a text into the first cell, as a browser tells a page."""
    page.evaluate(
        f"""() => {{
          const data = new DataTransfer(); data.setData('text/plain', '{text}');
          const event = new ClipboardEvent('paste', {{clipboardData: data, bubbles: true, cancelable: true}});
          document.querySelector('[data-cell]').dispatchEvent(event);
        }}"""
    )


def total(page):
    return page.inner_text("[data-total]").strip()


def test_the_jacket_matrix_is_filled_and_priced(reader, region):
    buyer = region("ouhai-brand", "buyer")
    look(reader, "/trades/", buyer, sizes=[("zh-hans", 390), ("en", 1600)])
    look(reader, "/trades/garment/new", buyer, sizes=[("zh-hans", 390), ("en", 1600)])
    page = reader.open("/trades/garment/new", "en", 390, buyer)
    page.fill("[name=title]", "Jacket 27")
    page.fill("[name=due]", "2030-05-01")
    page.locator("[name=colour]").first.fill("green")
    for cell, n in zip(page.locator("[data-cell]").all()[:5], (1, 2, 3, 2, 1), strict=True):
        cell.fill(str(n))
    assert total(page) == "9"
    paste(page, PASTED)
    assert total(page) == "300"
    assert [c.input_value() for c in page.locator("[name=colour]").all()] == ["黑", "红", "蓝"]
    assert [c.inner_text() for c in page.locator("[data-column-sum]").all()] == ["33", "66", "102", "66", "33"]
    page.click("[data-add-colour]")
    page.locator("[name=colour]").last.fill("white")
    page.locator("[data-cell]").last.fill("x")
    page.click("button:has-text('Routing and price')")
    page.wait_for_load_state("load")
    assert "not a whole number" in page.inner_text("main") or "no whole number" in page.inner_text("main")
    page.locator("[data-cell]").last.fill("20")
    assert total(page) == "320"
    page.click("button:has-text('Routing and price')")
    page.wait_for_url("**/trades/demands/dem_*")
    text = page.inner_text("main")
    assert "320" in text and "Sew" in text and "Sample first" in text
    assert "AQL 2.5" in text
    calm(reader)
    look(reader, page.url.removeprefix(reader.site), buyer, sizes=[("zh-hans", 390), ("en", 1600)])


def test_sheet_metal_is_priced_and_priced_again(reader, region):
    buyer = region("fenghua-pumps", "buyer")
    page = reader.open("/trades/sheet/new?quantity=80&title=Cover", "en", 1600, buyer)
    assert page.input_value("[name=quantity]") == "80"
    page.fill("[name=due]", "2030-05-01")
    page.fill("[name=thickness]", "0")
    page.click("button:has-text('Routing and price')")
    assert "Thickness" in page.inner_text(".problem")
    page.fill("[name=thickness]", "15")
    page.click("button:has-text('Routing and price')")
    page.wait_for_url("**/trades/demands/dem_*")
    before = page.inner_text(".big")
    page.click("a:has-text('Change')")
    page.fill("[name=quantity]", "800")
    page.click("button:has-text('Price again')")
    page.wait_for_url("**/trades/demands/dem_*")
    assert page.inner_text(".big") != before
    assert "Laser cutting" in page.inner_text("main")
    calm(reader)


def test_a_message_is_marked_and_fills_the_form_of_its_trade(reader, region):
    buyer = region("ouhai-brand", "buyer")
    page = reader.open("/trades/", "zh-hans", 390, buyer)
    page.fill("[name=text]", "夹克 黑色：S20 M40 L60，尼龙，2030年5月1日要，送奉化")
    page.click("button:has-text('读这段话')")
    marks = [m.inner_text() for m in page.locator("#p-read mark").all()]
    assert {"夹克", "S20", "M40", "L60", "尼龙", "2030年5月1日", "奉化"} <= set(marks)
    assert reader.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("button:has-text('继续填表')")
    page.wait_for_url("**/trades/garment/new?*")
    assert page.input_value("[name=due]") == "2030-05-01"
    assert page.input_value("[name=town]") == "fenghua"
    assert total(page) == "120"
    calm(reader)
