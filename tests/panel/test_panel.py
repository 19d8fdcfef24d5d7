"""Documents to series: what is one, what are two, and what several releases make of a number."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tradenlp
from tradenlp.errors import PanelError
from tradenlp.facts import Change, Document, Entity, Evidence, Money, Period, Quantity, Rank, Share, TradeFact
from tradenlp.panel import Panel
from tradenlp.reading.calendars import resolved

SCALES = {"bn": 10**9, "mn": 10**6}
KOREA = Entity(text="Korea", name="South Korea", id="KR")
STATES = Entity(text="US", name="United States", id="US")


def money(text: str, currency: str = "USD", **more: object) -> Money:
    """``money("52.4 bn")``."""
    digits, _, scale = text.partition(" ")
    number = Decimal(digits.replace(",", "")) * SCALES.get(scale, 1)
    return Money(number=number, currency=currency, text=text, **more)


def tonnes(text: str) -> Quantity:
    return Quantity(number=Decimal(text.replace(",", "")), unit="tonnes", text=f"{text} tonnes")


def percent(text: str, basis: str = "yoy", **more: object) -> Change:
    return Change(kind="percent", number=Decimal(text), basis=basis, text=f"{text.lstrip('-')}%", **more)


def share(text: str, of: str | None = "exports", *changes: Change) -> Share:
    return Share(number=Decimal(text), of=of, text=f"{text}%", changes=changes)


def period(edtf: str) -> Period:
    found = resolved(edtf)
    return Period(text=edtf, edtf=found.edtf, start=found.start, end=found.end)


def named(name: str, id: str | None = None, hs: str | None = None) -> Entity:
    return Entity(text=name, name=name, id=id, hs=hs)


def fact(when: str | None, amount: object = None, **more: object) -> TradeFact:
    """A fact of Korea's exports unless told otherwise."""
    settled: dict[str, object] = {"id": "F1", "indicator": "exports", "reporter": KOREA, "confidence": 0.9}
    settled |= {
        "period": period(when) if when else None,
        "amount": money(amount) if isinstance(amount, str) else amount,
    }
    return TradeFact(**(settled | more))


def document(id: str | None, published: str | None, *facts: TradeFact) -> Document:
    numbered = (one.model_copy(update={"id": f"F{n}"}) for n, one in enumerate(facts, start=1))
    return Document(id=id, published=published, facts=tuple(numbered))


def placed(text: str, role: str, figure: str) -> Evidence:
    start = text.index(figure)
    return Evidence(role=role, start=start, end=start + len(figure))


def panel_of(*facts: TradeFact, **more: object) -> Panel:
    """Each fact in a release of its own, a month after the other."""
    documents = [document(f"d{n}", f"2024-{n:02d}-15", one) for n, one in enumerate(facts, start=1)]
    return tradenlp.panel(documents, **more)


# two facts, and whether they belong to one series
GOODS, CARS = named("goods"), named("cars", hs="8703")
APART = [
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn"), True),
    (fact("2023-04", "1 bn"), fact("2023-01/2023-05", "1 bn"), False),
    (fact("2023-01/2023-04", "1 bn"), fact("2023-01/2023-05", "1 bn"), False),
    (fact("2022-01/2022-05", "1 bn"), fact("2023-01/2023-05", "1 bn"), True),
    (fact("2022-04/2023-03", "1 bn"), fact("2023", "1 bn"), False),
    (fact("2023-04", "1 bn"), fact("2023-05", tonnes("1")), False),
    (fact("2023-04", "1 bn"), fact("2023-05", money("1 bn", "KRW")), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", commodity=GOODS), True),
    (fact("2023-04", "1 bn", commodity=named("Merchandise")), fact("2023-05", "1 bn", commodity=GOODS), True),
    (fact("2023-04", "1 bn", commodity=CARS), fact("2023-05", "1 bn", commodity=named("Cars", hs="8703")), True),
    (fact("2023-04", "1 bn", commodity=CARS), fact("2023-05", "1 bn", commodity=named("cars")), True),
    (fact("2023-04", "1 bn", commodity=CARS), fact("2023-05", "1 bn", commodity=named("trucks", hs="8703")), False),
    (fact("2023-04", "1 bn", partner=STATES), fact("2023-05", "1 bn", partner=named("USA", "US")), True),
    (fact("2023-04", "1 bn", partner=STATES), fact("2023-05", "1 bn", partner=named("united  states")), True),
    (fact("2023-04", "1 bn", partner=STATES), fact("2023-05", "1 bn"), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", indicator="imports"), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", modality="forecast"), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", segment=named("processing trade")), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", route=named("Busan", "KRPUS")), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", qualifiers=("preliminary",)), True),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", qualifiers=("seasonally_adjusted",)), False),
    (fact("2023-04", "1 bn"), fact("2023-05", "1 bn", qualifiers=("cumulative",)), False),
    (
        fact("2022-01/2022-05", "1 bn", qualifiers=("cumulative",)),
        fact("2023-01/2023-05", "1 bn"),
        True,
    ),
    (fact("2023-04", changes=(percent("3"),)), fact("2023-05", changes=(percent("4"),)), True),
    (fact("2023-04", changes=(percent("3"),)), fact("2023-05", changes=(percent("4", "mom"),)), False),
    (
        fact("2023-04", changes=(percent("3"),)),
        fact("2023-05", changes=(percent("4", "period", base_period="2022-05"),)),
        True,
    ),
    (
        fact("2023-04", changes=(percent("3", "mom"),)),
        fact("2023-05", changes=(percent("4", "period", base_period="2023-04"),)),
        True,
    ),
    (
        fact("2023-04", changes=(percent("3", "period", base_period="2019-04"),)),
        fact("2023-05", changes=(percent("4", "period", base_period="2019-05"),)),
        True,
    ),
    (
        fact("2023-04", changes=(percent("3", "period", base_period="2019-04"),)),
        fact("2023-05", changes=(percent("4", "period", base_period="2020-05"),)),
        False,
    ),
    (fact("2023-04", share=share("3")), fact("2023-05", share=share("4")), True),
    (fact("2023-04", share=share("3")), fact("2023-05", share=share("4", "trade")), False),
    (fact("2023-04", share=share("3")), fact("2023-05", changes=(percent("3"),)), False),
]


@pytest.mark.parametrize(("one", "other", "same"), APART)
def test_what_is_one_series(one, other, same):
    assert len(panel_of(one, other).series) == (1 if same else 2)


def test_a_name_that_two_things_bear_takes_no_code():
    georgias = [fact("2023-04", "1 bn", partner=named("Georgia", code)) for code in ("GE", "US-GA", None)]
    assert {one.partner.id for one in panel_of(*georgias).series} == {None, "GE", "US-GA"}


def test_the_name_shown_is_the_most_frequent_one():
    names = [fact(f"2023-0{n}", "1 bn", partner=named(name, "US")) for n, name in enumerate("AAB", start=1)]
    assert [one.partner.name for one in panel_of(*names).series] == ["A"]


def test_growth_without_its_amount_joins_the_only_unit_of_its_subject():
    growth = fact("2023-05", changes=(percent("4"),))
    full = fact("2023-04", "1 bn", changes=(percent("3"),))
    one = panel_of(full, growth).select(measure="change")
    assert [(series.unit, series.amount_unit) for series in one] == [("percent", "USD")]
    two = panel_of(full, growth, fact("2023-04", tonnes("1"))).select(measure="change")
    assert {series.amount_unit for series in two} == {"USD", None}


def test_every_figure_of_a_fact_is_an_observation_that_leads_back():
    text = "Exports to the US rose 8.1% to $9.2 bn in May, 17.6% of all, up 0.4 points."
    moved = Change(kind="points", number=Decimal("0.4"), basis="yoy", text="0.4 points")
    one = fact(
        "2023-05",
        money("9.2 bn", modifier="about"),
        partner=STATES,
        changes=(percent("8.1"),),
        share=share("17.6", "exports", moved),
        evidence=(
            placed(text, "change", "8.1%"),
            placed(text, "amount", "$9.2 bn"),
            placed(text, "share", "17.6%"),
            placed(text, "change", "0.4 points"),
        ),
    )
    panel = tradenlp.panel([document("d1", "2023-06-15", one)], texts={"d1": f"Headline\n\n{text}"[10:]})
    found = {(s.measure, s.unit, s.whole): panel.of(s)[0].telling for s in panel.series}
    assert {key: text[told.start : told.end] for key, told in found.items()} == {
        ("amount", "USD", None): "$9.2 bn",
        ("change", "percent", None): "8.1%",
        ("share", "percent", "exports"): "17.6%",
        ("change", "points", "exports"): "0.4 points",
    }
    assert {told.sentence for told in found.values()} == {text}
    assert {(told.document, told.published, told.fact) for told in found.values()} == {("d1", "2023-06-15", "F1")}
    assert not any(item.derived for item in panel.observations)


@pytest.mark.parametrize("texts", [None, {}, {"d1": "another text"}, {"other": "x"}])
def test_without_its_own_text_a_figure_has_no_sentence(texts, document):
    panel = tradenlp.panel([document.model_copy(update={"id": "d1"})], texts=texts)
    assert {item.telling.sentence for item in panel.observations} <= {"", "another text"}


# Facts of the same month, each a month later than the one before; what holds; revisions; contradictions by kind
REVISED = {"qualifiers": ("revised",)}
HISTORIES = [
    ([("50.1 bn", {}), ("50.1 bn", {})], "50.1 bn", [], []),
    ([("50.12 bn", {}), ("50.1 bn", {})], "50.12 bn", [], []),
    ([("50 bn", {}), ("50.12 bn", {})], "50.12 bn", [], []),
    ([("50.1 bn", {}), ("50.3 bn", {})], "50.3 bn", [("50.1 bn", "50.3 bn")], []),
    ([("50.1 bn", {}), ("50.3 bn", {}), ("50.3 bn", {})], "50.3 bn", [("50.1 bn", "50.3 bn")], []),
    (
        [("50.1 bn", {}), ("50.3 bn", {}), ("50.7 bn", {})],
        "50.7 bn",
        [("50.1 bn", "50.3 bn"), ("50.3 bn", "50.7 bn")],
        [],
    ),
    ([("50.12 bn", {}), ("50.09 bn", REVISED), ("50.1 bn", {})], "50.09 bn", [("50.12 bn", "50.09 bn")], []),
    ([("50.1 bn", {}), ("75.3 bn", {})], "75.3 bn", [], ["later"]),
    ([("50.1 bn", {}), ("75.3 bn", REVISED)], "75.3 bn", [("50.1 bn", "75.3 bn")], []),
]


@pytest.mark.parametrize(("told", "holds", "revisions", "contradictions"), HISTORIES)
def test_what_several_releases_make_of_a_number(told, holds, revisions, contradictions):
    panel = panel_of(*(fact("2023-05", text, **more) for text, more in told))
    assert [item.telling.text for item in panel.observations] == [holds]
    assert [(item.old.text, item.new.text) for item in panel.revisions] == revisions
    assert [item.kind for item in panel.contradictions] == contradictions


def test_the_same_number_of_several_releases_has_several_sources():
    panel = panel_of(fact("2023-05", "50.1 bn"), fact("2023-05", "50.1 bn"), fact("2023-05", "50 bn"))
    assert [source.document for source in panel.observations[0].sources] == ["d2", "d3", "d1"]


def test_a_revision_says_by_how_much():
    found = panel_of(fact("2023-05", "50 bn"), fact("2023-05", "49.2 bn")).revisions[0]
    assert (found.difference, found.percent) == (Decimal("-800000000"), Decimal("-1.6"))
    assert (found.period, found.old.document, found.new.document) == ("2023-05", "d1", "d2")


@pytest.mark.parametrize(("threshold", "kind"), [(0.2, "revision"), (0.01, "contradiction"), (0, "contradiction")])
def test_the_threshold(threshold, kind):
    panel = panel_of(fact("2023-05", "50.1 bn"), fact("2023-05", "51.1 bn"), threshold=threshold)
    assert (len(panel.revisions), len(panel.contradictions)) == ((1, 0) if kind == "revision" else (0, 1))


# Growth of 1 % and of 2 % are as near as the levels behind them.
@pytest.mark.parametrize(("before", "after", "kind"), [("1", "2", ()), ("-0.5", "0.7", ()), ("5", "40", ("later",))])
def test_growth_is_held_by_the_levels_behind_it(before, after, kind):
    panel = panel_of(*(fact("2023-05", changes=(percent(text),)) for text in (before, after)))
    assert tuple(item.kind for item in panel.contradictions) == kind


# Documents with the facts of each, and the kinds of contradictions
CLASHES = [
    ([("a", "2024-01-15", ["50.1 bn", "51.1 bn"])], ["document"]),
    ([("a", "2024-01-15", ["50.1 bn"]), ("b", "2024-01-15", ["51.1 bn"])], ["date"]),
    ([("a", "2024-01-15", ["50.1 bn"]), ("b", None, ["51.1 bn"])], ["undated"]),
    ([("a", None, ["50.1 bn"]), ("b", None, ["51.1 bn"])], ["undated"]),
    ([("a", "2024-01-15", ["50.1 bn", "50 bn"])], []),
]


@pytest.mark.parametrize(("releases", "kinds"), CLASHES)
def test_contradictions(releases, kinds):
    made = [document(id, day, *(fact("2023-05", text) for text in told)) for id, day, told in releases]
    panel = tradenlp.panel(made)
    assert [item.kind for item in panel.contradictions] == kinds
    assert not panel.revisions
    assert len(panel.observations) == 1


OLD_AND_NEW = [
    "Exports in May were revised to $51.1 bn from $50.1 bn.",
    "Exports in May were revised from $50.1 bn to $51.1 bn.",
    "Exports in May, previously reported at $50.1 bn, came to $51.1 bn after revision.",
]


@pytest.mark.parametrize("text", OLD_AND_NEW)
@pytest.mark.parametrize("earlier", [True, False])
@pytest.mark.parametrize("known", [True, False])
def test_a_release_that_tells_both_numbers_is_a_revision(text, earlier, known):
    """Which one is new is told by the publication before, else by the words around the figures."""
    if not (earlier or known):
        pytest.skip("nothing tells which one is new")
    both = [
        fact("2023-05", f"{n} bn", evidence=(placed(text, "amount", f"${n} bn"),), **REVISED) for n in ("50.1", "51.1")
    ]
    made = [document("b", "2023-07-15", *both)]
    made += [document("a", "2023-06-15", fact("2023-05", "50.1 bn"))] if earlier else []
    panel = tradenlp.panel(made, texts={"b": text} if known else None)
    assert [(item.old.value, item.new.value) for item in panel.revisions] == [(50_100_000_000, 51_100_000_000)]
    assert (panel.contradictions, panel.observations[0].value) == ((), 51_100_000_000)


def test_gaps():
    panel = panel_of(fact("2023-01", "1 bn"), fact("2023-04", "1 bn"), fact("2023-05", "1 bn"))
    assert [gap.periods for gap in panel.gaps] == [("2023-02", "2023-03")]


def test_facts_without_a_place_in_time_or_a_figure_are_told():
    ranked = fact("2023-05", rank=Rank(position=1, text="first"))
    panel = panel_of(fact("2023-05", "1 bn"), fact(None, "1 bn"), fact("XXXX-05", "1 bn"), ranked)
    assert [(lacking.document, lacking.missing) for lacking in panel.left_out] == [
        ("d2", "period"),
        ("d3", "year"),
        ("d4", "figure"),
    ]
    assert len(panel) == 1


def test_documents_without_an_id_get_one():
    made = [document(None, f"2024-0{n}-15", fact(f"2023-0{n}", "1 bn")) for n in (1, 2)]
    made += [document("document-1", "2024-03-15", fact("2023-03", "1 bn"))]
    made += [document("document-1", "2024-04-15", fact("2023-04", "1 bn"))]
    names = [item.telling.document for item in tradenlp.panel(made).observations]
    assert names == ["document-2", "document-3", "document-1", "document-1#2"]


def test_a_document_given_twice_counts_once():
    one = document("a", "2024-01-15", fact("2023-05", "1 bn"))
    assert len(tradenlp.panel([one, one]).observations[0].sources) == 1


# Filters, and how many series they choose
FILTERS = [
    ({}, 4),
    ({"reporter": "kr"}, 4),
    ({"reporter": "South Korea", "partner": None}, 3),
    ({"partner": "united states"}, 1),
    ({"partner": ["US", None]}, 4),
    ({"commodity": None}, 3),
    ({"commodity": "goods"}, 3),
    ({"commodity": "87"}, 1),
    ({"commodity": "8704"}, 0),
    ({"span": "month", "measure": "amount"}, 3),
    ({"frequency": "A"}, 0),
    ({"basis": "yoy"}, 1),
    ({"qualifiers": None}, 4),
]


@pytest.fixture
def small() -> Panel:
    return panel_of(
        fact("2023-05", "50.1 bn", changes=(percent("3"),)),
        fact("2023-05", "9 bn", partner=STATES),
        fact("2023-05", "4 bn", commodity=CARS),
    )


@pytest.mark.parametrize(("filters", "count"), FILTERS)
def test_filters(small, filters, count):
    assert len(small.select(**filters)) == count
    assert {item.series for item in small.only(**filters).observations} == {s.id for s in small.select(**filters)}


def test_labels(small):
    assert [one.label for one in small.series] == [
        "South Korea: exports, USD, month",
        "South Korea: exports, change yoy, percent (USD), month",
        "South Korea: exports, cars, USD, month",
        "South Korea: exports to United States, USD, month",
    ]


ERRORS = [
    (lambda panel: tradenlp.panel([]), "E502"),
    (lambda panel: panel_of(fact(None, "1 bn")), "E502"),
    (lambda panel: panel_of(fact("2023", "1 bn"), threshold=-1), "E505"),
    (lambda panel: panel.of("exports-0"), "E503"),
    (lambda panel: panel.named(panel.series[0].id + "x"), "E503"),
    (lambda panel: panel.select(country="KR"), "E505"),
    (lambda panel: panel.plot("exports-0"), "E503"),
    (lambda panel: panel.plot(partner="FR"), "E507"),
    (lambda panel: panel.plot(measure="change"), "E503"),
]


@pytest.mark.parametrize(("call", "code"), ERRORS)
def test_errors(small, call, code):
    with pytest.raises(PanelError) as caught:
        call(small)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"[{code}]")


def test_the_nearest_series_is_named(small):
    with pytest.raises(PanelError, match=f"nearest is '{small.series[0].id}'"):
        small.named(small.series[0].id + "x")


def test_the_package_may_be_called_like_the_function():
    import tradenlp.panel as module

    made = [document("a", "2024-01-15", fact("2023-05", "1 bn"))]
    assert module(made) == tradenlp.panel(made) == module.build(made)


@st.composite
def releases(draw: st.DrawFn) -> list[Document]:
    """A few releases that tell of few periods and names, so that much is told twice, and much differently."""
    levels = st.sampled_from(["50 bn", "50.1 bn", "50.12 bn", "50.3 bn", "80 bn"])
    days = st.sampled_from([None, "2024-01-15", "2024-02-15", "2024-03-15"])
    partners = st.sampled_from([None, STATES, named("USA", "US"), named("united states"), named("Atlantis")])

    def one() -> TradeFact:
        return fact(
            draw(st.sampled_from(["2023-05", "2023-06", "2023-01/2023-05", "XXXX-05"])),
            draw(st.none() | levels),
            partner=draw(partners),
            changes=tuple(percent(text) for text in draw(st.lists(st.sampled_from(["1", "1.2", "-3"]), max_size=2))),
            qualifiers=draw(st.sampled_from([(), ("revised",), ("preliminary",)])),
            confidence=draw(st.sampled_from([0.2, 0.9])),
        )

    count = draw(st.integers(1, 5))
    ids = [draw(st.sampled_from([f"d{n}", None, "same"])) for n in range(count)]
    made = [document(id, draw(days), *(one() for _ in range(draw(st.integers(0, 4))))) for id in ids]
    return [*made, document("last", None, fact("2023-05", "50 bn"))]


@settings(max_examples=150, deadline=None)
@given(releases(), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(made: list[Document], rng: random.Random):
    shuffled = list(made)
    rng.shuffle(shuffled)
    panel, other = tradenlp.panel(made), tradenlp.panel(iter(shuffled))
    assert panel == other
    assert all_told(panel) <= {one.id for one in panel.series}


def all_told(panel: Panel) -> set[str]:
    parts: Iterable[Iterable[object]] = (panel.observations, panel.revisions, panel.contradictions, panel.gaps)
    return {item.series for part in parts for item in part}
