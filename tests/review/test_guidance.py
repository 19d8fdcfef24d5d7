"""How the desk leads on: to what is wrong, to the text and back, by a date, and after it was stopped."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tradenlp.review import store

from ..browsing import NEEDS_CHROMIUM
from .conftest import AMBER, made
from .desk_page import playwright, release, saved, slot

pytestmark = NEEDS_CHROMIUM
LEAD = (
    "WINDHOEK, June 14 - Zinc exports of Namibia came to $64 million in April. Belgium took 31% of it, and Oranjemund\n"
    "saw no more than roughly 7% of all exports.\n"
)


def test_a_slot_is_pointed_at_by_keyboard(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.locator(".gist").first.focus()
    page.keyboard.press("Enter")
    slot(page, "reporter").locator(".point").focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#text")).to_be_focused()
    playwright.expect(page.locator(".waits")).to_contain_text("fills “reporter”")
    for _ in range(20):
        if page.locator("#cursor").inner_text().split() == ["PLACE", "GDANSK"]:
            break
        page.keyboard.press("[")
    page.keyboard.press("Enter")
    playwright.expect(slot(page, "reporter").locator("input")).to_have_value("GDANSK")
    playwright.expect(slot(page, "reporter").locator(".point")).to_be_focused()
    saved(page)
    assert release(folder).facts[0].get("reporter").values == ("GDANSK",)


def test_escape_leads_back_to_the_slot(open_desk, serve, amber):
    page = open_desk(serve(amber))
    page.locator(".gist").first.click()
    slot(page, "partner").locator(".point").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    playwright.expect(slot(page, "partner").locator(".point")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Escape")
    playwright.expect(page.locator(".editor")).to_have_count(0)


def test_a_name_that_is_typed_takes_the_mark_that_says_it(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.locator(".gist").first.click()
    field = slot(page, "reporter").locator("input")
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Germany")
    page.keyboard.press("Tab")
    playwright.expect(slot(page, "reporter").locator(".chip")).to_have_text("Germany ×")
    field.fill("Estonia")  # which no mark says
    told = slot(page, "reporter").locator(".left")
    playwright.expect(told).to_contain_text("It still rests on “Germany”")
    assert field.get_attribute("aria-describedby") == told.get_attribute("id")
    slot(page, "reporter").locator(".chip").click()
    playwright.expect(told).to_have_count(0)
    saved(page)
    kept = release(folder).facts[0].get("reporter")
    assert (kept.values, kept.marks) == (("Estonia",), ())


def test_a_date_that_is_given_later_fills_in_the_years(open_desk, serve, folder):
    page = open_desk(serve(made(LEAD, "lead", published=None)))
    assert "XXXX-04" in page.locator(".gist").first.inner_text()
    page.get_by_role("button", name="Go to the error").click()
    date = page.get_by_label("published")
    playwright.expect(date).to_be_focused()
    playwright.expect(page.locator(".head .told")).to_have_text("Missing: the day of publication, as in 2024-06-11.")
    date.fill("2024-06-14")
    page.get_by_role("button", name="Fill in the year").click()
    playwright.expect(page.locator(".gist").first).to_contain_text("2024-04")
    playwright.expect(page.get_by_role("button", name="Fill in the year")).to_have_count(0)
    saved(page)
    assert {fact.get("period").values for fact in release(folder, "lead").facts} == {("2024-04",)}
    assert page.locator("[data-state='proposed']").count() == len(
        release(folder, "lead").facts
    )  # nobody looked at them


def test_an_error_in_a_fact_is_gone_to(open_desk, serve, amber):
    page = open_desk(serve(amber))
    page.locator(".gist").nth(1).click()
    slot(page, "period").locator("input").fill("in May")
    playwright.expect(page.locator(".saved")).to_contain_text("an error has to be mended")
    page.locator(".gist").first.click()
    page.get_by_role("button", name="Go to the error").click()
    playwright.expect(slot(page, "period").locator("input")).to_be_focused()
    assert slot(page, "period").locator("input").input_value() == "in May"


@pytest.mark.parametrize(
    ("key", "number", "unit", "modifier", "told"),
    [("share", "30", "exports", "about", "about 30%"), ("share", "31", "imports", "", "31%")],
)
def test_a_share_is_told_with_its_number(open_desk, serve, amber, key, number, unit, modifier, told):
    page = open_desk(serve(amber))
    page.locator(".gist").first.click()
    page.get_by_label("Add a slot").select_option(key)
    slot(page, key).locator("input.number").fill(number)
    slot(page, key).locator("input.unit").fill(unit)
    slot(page, key).get_by_label("share: how exact").select_option(modifier)
    playwright.expect(page.locator(".gist .figures").first).to_contain_text(f"· {told}")
    page.get_by_label("Add a slot").select_option("modality")
    slot(page, "modality").locator("select").select_option("target")
    playwright.expect(page.locator(".gist").first).to_contain_text("(target)")


@contextmanager
def running(file, folder):
    """The desk as a process of its own, which is killed in the end; gives it with its address."""
    command = ["review", file, "-o", folder, "--body", "desk", "--published", "2024-06-15", "--no-browser"]
    program = [sys.executable, "-m", "tradenlp", *map(str, command)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield SimpleNamespace(url=process.stdout.readline().strip())
        finally:
            process.kill()


def test_an_open_page_goes_on_with_a_desk_that_was_killed_and_started_again(open_desk, folder, tmp_path):
    file = tmp_path / "amber.txt"
    file.write_text(AMBER, encoding="utf-8")
    with running(file, folder) as server:
        page = open_desk(server, calm=False)
        page.get_by_role("button", name="Delete fact 2").click()
        saved(page)
    page.get_by_role("button", name="Undo").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("the desk does not answer")
    with running(file, folder) as again:
        assert again.url == server.url
        saved(page)
        assert len(release(folder).facts) == 2 and page.get_by_role("alert").count() == 0


def test_a_full_disk_is_told_once_and_tried_again(open_desk, serve, amber, folder, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device", str(path))

    page = open_desk(serve(amber), calm=False)
    monkeypatch.setattr(store, "durable", full)
    page.evaluate(
        """() => {
            window.alerts = 0;
            const seen = records => records.forEach(each => each.addedNodes.forEach(node => {
                if (node.getAttribute?.("role") === "alert") window.alerts++;
            }));
            new MutationObserver(seen).observe(document.body, {childList: true, subtree: true});
        }"""
    )
    page.get_by_role("button", name="Delete fact 2").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("No space left on device")
    page.wait_for_timeout(4000)  # it was tried again
    assert page.evaluate("window.alerts") == 1
    monkeypatch.undo()
    saved(page)
    assert len(release(folder).facts) == 1 and page.get_by_role("alert").count() == 0
