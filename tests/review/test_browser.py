"""The desk in a browser: what is corrected, saved, undone, told, and learned from.

A Chromium of the system is driven; ``CHROMIUM`` names another one than the first found.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli, corpus, evaluation, pipeline, training
from tradenlp.corpus import Mark, Slot
from tradenlp.corpus.keeping import Kept
from tradenlp.review import Store
from tradenlp.review.drafts import Draft

from ..browsing import NEEDS_CHROMIUM
from .conftest import made
from .desk_page import mark, pick, release, saved, slot

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

pytestmark = NEEDS_CHROMIUM
ANNOTATIONS = Path(__file__).parents[2] / "annotations" / "train"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A base that carries a few releases, as training from that of the package takes minutes."""
    some = [each for each in corpus.load(ANNOTATIONS) if each.facts][:8]
    recipes = {
        name: replace(training.RECIPES.get(name, training.Recipe()), epochs=2, folds=2) for name in pipeline.LEARNED
    }
    nlp = training.train(some, recipes=recipes, tell=lambda line: None)
    folder = tmp_path_factory.mktemp("base")
    training.save(nlp, folder, releases=Kept(tuple(some)))
    return folder


def test_corrections_are_saved_found_again_and_learned_from(open_desk, serve, amber, folder, small, tmp_path):
    page = open_desk(serve(amber))
    was = amber.proposal
    assert [fact.indicator for fact in was.facts] == ["exports", "exports"]  # what the test is about
    assert not list(folder.rglob("*.rel"))
    page.locator(".gist").nth(1).click()
    slot(page, "reporter").locator("input").fill("Gdansk")
    slot(page, "partner").locator(".point").click()
    mark(page, "Poland").locator("span").click()  # the name of its role stands above it
    playwright.expect(slot(page, "partner").locator("input")).to_have_value("Poland")
    slot(page, "period").locator("input").fill("2024-04")
    pick(page, "fair")
    page.keyboard.press("w")
    page.get_by_role("button", name="Delete fact 1").click()
    saved(page)
    page.reload()
    page.wait_for_selector(".desk")
    assert page.locator(".gist").count() == 1 and "2024-04" in page.locator(".gist").inner_text()
    assert mark(page, "fair").get_attribute("data-label") == "EVENT"
    page.locator(".gist").click()
    assert slot(page, "partner").locator("input").input_value() == "Poland"
    kept = release(folder)
    assert not kept.problems and [f for f in corpus.validate(kept) if f.severity == "error"] == []
    (fact,) = kept.facts
    assert fact.get("period").values == ("2024-04",) and fact.get("reporter").values == ("Gdansk",)
    assert kept.mark(fact.get("partner").marks[0]).text == "Poland"
    assert fact.get("amount").values == ("45m USD",)
    assert ("EVENT", "fair") in [(each.label, each.text) for each in kept.marks]

    model = tmp_path / "model"
    run = CliRunner().invoke(cli.app, ["train", "--base", str(small), "--add", str(folder), "-o", str(model)])
    assert run.exit_code == 0 and "1 releases added to 8" in run.output, run.output
    assert tradenlp.load(model).pipe_names
    # what was corrected is what scoring now holds readings against: the fact that was deleted is one too many
    (gold,) = evaluation.evaluate(tradenlp.load(model), [kept]).results
    assert (gold.id, len(corpus.gold(kept)["claims"])) == ("desk-amber", 1)


POMERANIA = (
    "GDANSK, June 12, 2024 - Pomerania's exports of amber rose 4.0% year on year to $120 million in May 2024. "
    "Imports came to $80 million.\n"
)


def readings(nlp, text: str) -> list[tuple]:
    names = [(fact.indicator, fact.reporter, fact.commodity) for fact in pipeline.read(nlp, text, "2024-06-12").facts]
    return [(indicator, who and who.name, what and what.text) for indicator, who, what in names]


def corrected(draft: Draft) -> Draft:
    """The same correction as by hand: Pomerania reports, and imports are of no goods."""
    start = draft.text.index("Pomerania")
    place = Mark("PLACE", start, start + 9, "Pomerania", "p9")
    who = Slot("reporter", ("p9",), ("Pomerania",))
    left_out = {"exports": {"reporter"}, "imports": {"reporter", "commodity"}}
    facts = [
        replace(fact, slots=(who, *(each for each in fact.slots if each.key not in left_out[fact.indicator])))
        for fact in draft.facts
    ]
    marks = sorted((*draft.marks, place), key=lambda each: each.start)
    return replace(draft, marks=tuple(marks), facts=tuple(facts), status="done")


def test_a_correction_holds_when_the_text_is_read_again(open_desk, serve, folder, small):
    """The base is small and learns in seconds; it sees the one new release far more often than a large one would."""
    right = [("exports", "Pomerania", "amber"), ("imports", "Pomerania", None)]
    assert readings(tradenlp.load(small), POMERANIA) != right
    page = open_desk(serve(made(POMERANIA, "pomerania", published="2024-06-12")))
    pick(page, "Pomerania")
    page.keyboard.press("p")
    for number in (0, 1):
        page.locator(".gist").nth(number).click()
        slot(page, "reporter").locator(".point").click()
        mark(page, "Pomerania").locator("span").click()
        playwright.expect(slot(page, "reporter").locator("input")).to_have_value("Pomerania")
    goods = slot(page, "commodity")
    if goods.locator(".chip").count():
        goods.locator(".chip").first.click()
        goods.locator("input").fill("")
    page.get_by_role("button", name="Done").click()
    saved(page)
    kept = release(folder, "pomerania")
    told = [[(s.values[0] if s else None) for s in map(f.get, ("reporter", "commodity"))] for f in kept.facts]
    assert told == [["Pomerania", "amber"], ["Pomerania", None]] and kept.remarks == ()
    store = Store(folder)
    for goods in ("furniture", "yachts", "fish"):  # one release is no pattern
        store.save(corrected(made(POMERANIA.replace("amber", goods), goods).proposal), 0)
    longer = training.Addition(rehearsal=0.3, epochs=40)
    learned = training.add(small, list(corpus.load(folder)), addition=longer, tell=lambda line: None)
    assert readings(learned, POMERANIA) == right


def test_a_fact_is_made_by_keyboard_alone(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.focus("#text")
    page.keyboard.press("End")  # the last word
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
        if page.locator("#cursor").inner_text().endswith("3,000"):
            break
    page.keyboard.press("q")
    assert mark(page, "3,000").get_attribute("data-label") == "QUANTITY"
    page.keyboard.press("f")
    playwright.expect(page.locator(".gist[aria-expanded='true']")).to_be_focused()
    playwright.expect(page.locator(".gist")).to_have_count(3)
    value = slot(page, "amount").locator("input.number")
    value.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3000")
    page.keyboard.press("Tab")
    page.keyboard.type("visitors")
    saved(page)
    (made_,) = [fact for fact in release(folder).facts if fact.get("amount").values == ("3000 visitors",)]
    assert release(folder).mark(made_.get("amount").marks[0]).text == "3,000"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    playwright.expect(page.locator(".editor")).to_have_count(0)
    playwright.expect(page.locator(".gist:focus")).to_have_count(1)
    page.keyboard.press("Delete")
    playwright.expect(page.locator(".gist")).to_have_count(2)
    playwright.expect(page.locator(".gist:focus")).to_have_count(1)
    page.keyboard.press("Home")
    playwright.expect(page.locator(".gist").first).to_be_focused()
    page.keyboard.press("a")
    playwright.expect(page.locator("[data-state='accepted']")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    playwright.expect(page.locator(".progress")).to_contain_text("1 of 1 release done")
    saved(page)
    assert release(folder).remarks == ()
    playwright.expect(page.locator("[data-state='accepted']")).to_have_count(2)


def test_words_are_picked_by_keyboard_and_relabelled(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.focus("#text")
    page.keyboard.press("Home")
    page.keyboard.press("]")
    page.keyboard.press("[")
    assert page.locator("#cursor").inner_text().split() == ["PLACE", "GDANSK"]
    page.keyboard.press("o")
    assert mark(page, "GDANSK").get_attribute("data-label") == "ORG"
    page.keyboard.press("Delete")
    playwright.expect(page.locator("#text [data-mark]", has_text="GDANSK")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert page.locator("#cursor").inner_text().strip().endswith("Germany")
    saved(page)
    assert "GDANSK" not in [each.text for each in release(folder).marks]


def test_every_step_can_be_taken_back_and_done_again(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.get_by_role("button", name="Delete fact 2").click()
    saved(page)
    page.locator(".gist").first.click()
    slot(page, "period").locator("input").press_sequentially("x9")
    page.keyboard.press("Control+z")  # letters of one field are one step
    playwright.expect(slot(page, "period").locator("input")).to_have_value("2024-05")
    page.keyboard.press("Control+z")
    playwright.expect(page.locator(".gist")).to_have_count(2)
    playwright.expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.keyboard.press("Control+Shift+z")
    playwright.expect(page.locator(".gist")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert [fact.get("period").values for fact in release(folder).facts] == [("2024-05",), ("2024-05",)]


def test_errors_are_told_beside_the_field_and_the_file_waits(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.get_by_role("button", name="Accept fact 2").click()
    saved(page)
    before = (folder / "desk" / "desk-amber.rel").read_bytes()
    page.locator(".gist").first.click()
    slot(page, "period").locator("input").fill("in May")
    told = slot(page, "period").locator(".told")
    playwright.expect(told).to_contain_text("Period 'in May': expected EDTF such as 2024-05")
    assert slot(page, "period").locator("input").get_attribute("aria-invalid") == "true"
    assert "1 error" in page.locator(".standing").first.inner_text()
    playwright.expect(page.locator(".saved")).to_contain_text("an error has to be mended")
    page.get_by_role("button", name="Done").click()
    playwright.expect(page.get_by_role("button", name="Done")).to_have_count(1)  # it is not
    assert (folder / "desk" / "desk-amber.rel").read_bytes() == before
    page.reload()
    page.wait_for_selector(".desk")
    page.locator(".gist").first.click()
    assert slot(page, "period").locator("input").input_value() == "in May"  # and not lost either
    slot(page, "period").locator("input").fill("2024-05")
    saved(page)
    page.get_by_label("published").fill("")
    playwright.expect(page.locator(".head .told")).to_contain_text("Missing: the day of publication, as in 2024-06-11.")


def test_fields_of_figures(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.locator(".gist").first.click()
    amount, change = slot(page, "amount"), slot(page, "change")
    amount.get_by_label("amount: how exact").select_option("over")
    change.get_by_label("change: basis").select_option("period")
    change.get_by_label("change: period compared with").fill("2023-05")
    page.get_by_label("Add a slot").select_option("share")
    slot(page, "share").locator("input.number").fill("12.5")
    slot(page, "share").locator("input.unit").fill("exports")
    page.get_by_label("Add a slot").select_option("qualifiers")
    slot(page, "qualifiers").get_by_label("preliminary").check()
    page.get_by_label("Add a slot").select_option("modality")
    slot(page, "modality").locator("select").select_option("forecast")
    page.get_by_label("Add a slot").select_option("change")
    second = page.locator(".editor [data-slot='change']").nth(1)
    second.locator("input.number").fill("+2")
    page.locator(".editor [data-slot='change']").nth(1).get_by_label("change: unit").fill("percent")
    page.locator(".editor [data-slot='change']").nth(1).get_by_label("change: basis").select_option("mom")
    saved(page)
    fact = release(folder).facts[0]
    assert fact.get("amount").values == ("over 120m USD",)
    told = [each.values[0] for each in fact.all("change")]
    assert told == ["+4 percent period 2023-05", "+2 percent mom"]
    assert fact.get("share").values == ("12.5 of exports",)
    assert (fact.get("qualifiers").values, fact.get("modality").values) == (("preliminary",), ("forecast",))


def test_shift_adds_a_mark_and_a_second_click_takes_it_away(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    page.locator(".gist").nth(1).click()
    partner = slot(page, "partner")
    partner.locator(".point").click()
    playwright.expect(partner.locator(".chip")).to_have_count(1)
    mark(page, "Poland").locator("span").click(modifiers=["Shift"])
    playwright.expect(partner.locator(".chip")).to_have_count(2)
    saved(page)
    assert [len(fact.get("partner").marks) for fact in release(folder).facts if fact.get("partner")] == [2]
    mark(page, "Poland").locator("span").click()
    playwright.expect(partner.locator(".chip")).to_have_count(1)
    mark(page, "GDANSK").locator("span").click()
    playwright.expect(partner.locator("input")).to_have_value("GDANSK")


def test_what_does_not_add_up_is_told(open_desk, serve):
    wrong = "Chile's exports were $8.0 billion in May 2024, imports $6.5 billion. The surplus was $1.9 billion.\n"
    page = open_desk(serve(made(wrong, "chile")))
    assert "printed 1.9" in page.locator(".failing-sums").inner_text()


def test_a_trend_that_is_pointed_at_turns_the_sign(open_desk, serve, tin, folder):
    page = open_desk(serve(tin))
    page.locator(".gist").first.click()
    change = slot(page, "change")
    change.get_by_label("change: take away the mark fell").click()
    change.locator("input.number").fill("+7.5")
    change.locator(".point").click()
    mark(page, "fell").locator("span").click()
    playwright.expect(change.locator("input.number")).to_have_value("-7.5")
    saved(page)
    assert release(folder, "tin").facts[0].get("change").values == ("-7.5 percent yoy",)


def test_a_second_window_is_told_and_overwrites_nothing(open_desk, serve, amber, folder):
    server = serve(amber)
    one, other = (open_desk(server, calm=False) for _ in range(2))  # the browser reports the answer 409 as an error
    one.get_by_role("button", name="Delete fact 2").click()
    saved(one)
    other.get_by_role("button", name="Delete fact 1").click()
    told = other.get_by_role("alert")
    playwright.expect(told).to_contain_text("changed in another window")
    assert [fact.get("amount").values for fact in release(folder).facts] == [("120m USD",)]
    told.get_by_role("button", name="Take that version").click()
    playwright.expect(other.locator(".gist")).to_contain_text("120m")
    other.locator(".gist").click()
    slot(other, "period").locator("input").fill("2024-03")
    saved(other)
    one.get_by_role("button", name="Undo").click()
    one.get_by_role("alert").get_by_role("button", name="Keep mine in its place").click()
    saved(one)
    assert [fact.get("period").values for fact in release(folder).facts] == [("2024-05",), ("2024-05",)]


def test_a_server_that_does_not_answer_is_told_and_asked_again(open_desk, serve, amber, folder):
    page = open_desk(serve(amber), calm=False)
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name="Delete fact 2").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("the desk does not answer")
    page.unroute("**/api/**")
    saved(page)
    assert len(release(folder).facts) == 1 and page.get_by_role("alert").count() == 0


def test_the_queue_goes_on_where_it_was_left(open_desk, serve, amber, tin, folder):
    server = serve(amber, tin)
    page = open_desk(server)
    first = page.locator("h1").inner_text()
    page.get_by_role("button", name="Done").click()
    playwright.expect(page.locator("h1")).not_to_have_text(first)
    playwright.expect(page.locator(".progress")).to_contain_text("1 of 2 releases done")
    second = page.locator("h1").inner_text()
    page.get_by_role("button", name="Delete fact 1").click()
    saved(page)
    again = open_desk(server)
    playwright.expect(again.locator("h1")).to_have_text(second)
    again.get_by_role("button", name="Queue").click()
    rows = again.locator("#queue li")
    assert rows.count() == 2 and "done" in rows.filter(has_text=first).inner_text()
    assert "begun" in rows.filter(has_text=second).inner_text()
    again.get_by_role("button", name="Skip").click()
    playwright.expect(again.locator(".progress")).to_contain_text("1 of 2 releases done, 1 skipped")
    rows.filter(has_text=first).locator("a").click()
    playwright.expect(again.get_by_role("button", name="Reopen (done)")).to_be_visible()
    assert len(list(folder.rglob("*.rel"))) == 1


HOSTILE = "<img src=x onerror='window.hit=1'></script><script>window.hit=1</script>{{7*7}} \u202egral &amp; \U0001f6a2"


def test_text_is_shown_as_text_and_places_hold(open_desk, serve, folder):
    item = made(f"{HOSTILE} Exports of tin from Chile rose 3% to $20 million in May 2024.\n", "hostile")
    page = open_desk(serve(item))
    assert page.evaluate("window.hit") is None and page.locator("img").count() == 0
    assert "⟨U+202E⟩gral &amp; \U0001f6a2" in page.inner_text("#text")
    pick(page, "Chile")
    page.keyboard.press("o")
    saved(page)
    marks = release(folder, "hostile").marks
    assert ("ORG", "Chile") in [(each.label, each.text) for each in marks]
    assert page.evaluate("window.hit") is None


def test_several_words_are_picked_by_mouse_and_end_where_words_do(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    pick(page, "umber of", "visit")
    assert page.locator("#cursor").inner_text().strip() == "number of visitors"
    page.keyboard.press("i")
    saved(page)
    assert ("INDICATOR", "number of visitors") in [(each.label, each.text) for each in release(folder).marks]


def test_typing_in_fields_sets_no_labels(open_desk, serve, amber, folder):
    page = open_desk(serve(amber))
    pick(page, "fair")
    page.locator(".gist").first.click()
    slot(page, "partner").locator("input").press_sequentially("mt qa")
    saved(page)
    playwright.expect(page.locator("#text [data-mark]", has_text="fair")).to_have_count(0)
    assert release(folder).facts[0].get("partner").values == ("mt qa",)


def findings(page) -> list[str]:
    """What axe-core finds that keeps people out."""
    result = axe.Axe().run(page)
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}"
        for each in result.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [360, 768, 1220, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_and_nothing_reaches_beyond_the_window(open_desk, serve, amber, tin, width, scheme):
    page = open_desk(serve(amber, tin), width=width, color_scheme=scheme, reduced_motion="reduce")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert findings(page) == [] and page.evaluate(wide) == 0
    page.get_by_role("button", name="Queue").click()
    page.locator(".gist").first.click()
    for key in ("share", "qualifiers", "change"):
        page.get_by_label("Add a slot").select_option(key)
    slot(page, "period").locator("input").fill("in May")
    playwright.expect(slot(page, "period").locator(".told")).to_be_visible()
    page.focus("#text")
    page.keyboard.press("]")
    assert findings(page) == [] and page.evaluate(wide) == 0
    page.evaluate("document.querySelector('.head label').remove()")
    assert "label" in [found.split(":")[0] for found in findings(page)]  # it would have told
