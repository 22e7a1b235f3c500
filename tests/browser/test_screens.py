"""What people do, in a real browser: filter, upload and undo, follow a signal, try a plan."""

from browser_case import settle, visit
from playwright.sync_api import Page

GOOD = "mittari;aluekoodi;ajankohta;arvo;osoittaja;nimittäjä\nloneliness_share;4;2025;20,0;80;400\n"
BAD = "mittari;aluekoodi;ajankohta;arvo\nloneliness_share;4;2025;abc\nnosuch;4;2025;1,0\n"


def test_the_area_filter_changes_the_figures_and_a_link_opens_the_same_view(page: Page, address: str):
    visit(page, f"{address}alueprofiili?area=major_district-4")
    assert page.locator("h1").inner_text() == "Varissuo-Lauste"
    assert "18\u00a0120" in page.locator(".figures").first.inner_text()
    visit(page, f"{address}alueprofiili?area=major_district-2")
    assert "11\u00a0403" in page.locator(".figures").first.inner_text()


def test_an_unknown_area_in_the_address_opens_the_default_with_a_notice(page: Page, address: str):
    visit(page, f"{address}alueprofiili?area=major_district-99&lang=xx")
    assert page.locator(".notice").count() == 2
    assert page.locator("h1").inner_text() == "Keskusta"


def test_an_uploaded_file_shows_on_the_page_and_undo_takes_it_away(page: Page, address: str):
    upload, profile = (
        f"{address}aineistot?dataset=district_surveys",
        f"{address}alueprofiili?area=major_district-4",
    )
    visit(page, profile)
    before = page.locator(".rows").first.inner_text()
    visit(page, upload)
    send(page, GOOD)
    page.get_by_label("Julkaisun syy").fill("kokeilu")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Julkaise uusi versio").click(timeout=15_000)
    page.wait_for_selector("text=on julkaistu", timeout=30_000)
    visit(page, profile)
    after = page.locator(".rows").first.inner_text()
    assert "20,0" in after and after != before
    visit(page, upload)
    page.get_by_role("button", name="Kumoa").click()
    page.get_by_label("Palautuksen syy").fill("kokeilu ohi")
    page.get_by_role("button", name="Vahvista").click(timeout=15_000)
    page.wait_for_selector("text=on taas voimassa", timeout=30_000)
    visit(page, profile)
    assert page.locator(".rows").first.inner_text() == before


def test_a_faulty_file_shows_every_fault_and_cannot_be_published(page: Page, address: str):
    visit(page, f"{address}aineistot?dataset=district_surveys")
    send(page, BAD)
    page.wait_for_selector("text=Kaksi virhettä estää julkaisun", timeout=30_000)
    assert page.get_by_role("button", name="Julkaise uusi versio").is_disabled()


def test_a_pdf_in_disguise_is_refused_in_one_sentence(page: Page, address: str):
    visit(page, f"{address}aineistot?dataset=district_surveys")
    send(page, "%PDF-1.7 this is no table")
    page.wait_for_selector("text=Tiedostoa ei voi lukea", timeout=30_000)


def send(page: Page, content: str) -> None:
    file = {"name": "luvut.csv", "mimeType": "text/csv", "buffer": content.encode("utf-8-sig")}
    if content.startswith("%PDF"):
        file["buffer"] = content.encode()
    page.set_input_files("input[type=file]", [file])
    page.wait_for_timeout(1500)
    settle(page)


def test_an_area_of_the_map_is_chosen_by_keyboard_alone(page: Page, address: str):
    visit(page, address + "kartta")
    page.wait_for_selector('svg [tabindex="0"]')
    page.locator('svg [tabindex="0"]').first.focus()
    page.keyboard.press("ArrowRight")
    named = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.wait_for_url("**area=*")
    settle(page)
    assert page.locator(".tk", has_text=named.split(" ")[0]).count() > 0


def test_a_signal_opens_its_evidence_by_keyboard_and_a_filter_narrows_the_list(page: Page, address: str):
    visit(page, address)
    assert page.locator(".signal").count() == 5
    page.locator(".tally button", has_text="Lakiraja").press("Enter")
    page.locator(".signal").nth(1).wait_for(state="detached")
    assert page.locator(".signal").count() == 1
    page.locator(".signal h2 button").first.press("Enter")
    page.wait_for_url("**/palveluketju*service=short_therapy*")
    settle(page)
    assert page.locator(".ladder").count() == 1


def test_a_plan_is_tried_in_the_fields_and_its_link_opens_it_again(page: Page, address: str):
    visit(page, address + "palveluketju?service=short_therapy")
    titles = page.locator(".tk h2", has_text="jonossa on")
    usual = titles.first.inner_text()
    staff = page.get_by_label("Lisää henkilötyövuosia")
    staff.fill("4")
    staff.press("Enter")
    page.wait_for_url("**staff=4**")
    page.locator(".tk h2", has_text="Suunnitelmalla jonossa on").wait_for()
    visit(page, page.url)
    assert page.get_by_label("Lisää henkilötyövuosia").input_value() == "4"
    assert titles.first.inner_text() != usual
