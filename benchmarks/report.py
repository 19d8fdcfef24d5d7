"""The results of ``run.py`` as tables and as a plot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

START, END = "<!-- results -->", "<!-- end of results -->"


def write(results: dict[str, Any], folder: Path) -> None:
    """Put the tables between the marks of ``speed.md`` in a folder, and draw ``speed.svg`` beside it."""
    page = folder / "speed.md"
    held = page.read_text(encoding="utf-8") if page.exists() else f"{START}\n{END}\n"
    before, _, rest = held.partition(START)
    behind = rest.partition(END)[2]
    page.write_text(f"{before}{START}\n{tables(results)}{END}{behind}", encoding="utf-8")
    draw(results, folder / "speed.svg")


def tables(results: dict[str, Any]) -> str:
    """Return all tables as Markdown."""
    machine, sample = results["machine"], results["sample"]
    parts = [
        f"Measured {results['date']} on {machine['processor']}, {machine['cores']} cores, Python {machine['python']}, "
        f"tradenlp {machine['tradenlp']}, spaCy {machine['spacy']}; {sample['releases']} releases of "
        f"{sample['tokens']:,} tokens.",
        _contenders(results["contenders"]),
        _figures(results["contenders"]),
        _components(results["components"]),
        _length(results["length"]),
        _documents(results["documents"]),
        f"`import tradenlp`: {results['cold']['import_seconds']:.2f} s. First fact of a cold `tradenlp extract`: "
        f"{results['cold']['first_fact_seconds']:.2f} s.",
    ]
    return "\n\n".join(parts) + "\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return one table; all columns but the first are of numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _contenders(contenders: dict[str, Any]) -> str:
    own = contenders["tradenlp"]["tokens_per_second"]
    rows = []
    for name, told in contenders.items():
        if "failed" in told:
            rows.append([name, f"not measured: {told['failed']}", "", "", ""])
            continue
        speed = told["tokens_per_second"]
        rows.append(
            [name, f"{speed:,.0f}", f"{own / speed:.2f}", f"{told['all_cores']:,.0f}", f"{told['peak_mb']:.0f}"]
        )
    return table(["", "tokens/s, one core", "tradenlp is so many times as fast", "all cores", "peak MB"], rows)


def _figures(contenders: dict[str, Any]) -> str:
    rows = []
    for name, told in contenders.items():
        if "figures" in told:
            each = [told["figures"][kind] for kind in ("MONEY", "PERCENT", "QUANTITY")]
            read = [f"{one['value_and_unit']}/{one['gold']}" for one in each]
            rows.append([name, *read, _share(each, "value_and_unit"), _share(each, "value")])
    return table(
        ["figures of facts in prose, read right", "money", "percent", "quantity", "value and unit", "value"], rows
    )


def _share(each: list[dict[str, int]], what: str) -> str:
    return f"{sum(one[what] for one in each) / max(1, sum(one['gold'] for one in each)):.1%}"


def _components(spent: dict[str, float]) -> str:
    total = sum(spent.values())
    rows = [[name, f"{each:.1f}", f"{each / total:.0%}"] for name, each in spent.items()]
    return table(["component", "µs/token", "share"], [*rows, ["all", f"{total:.1f}", "100%"]])


def _length(growth: list[dict[str, float]]) -> str:
    base = next((each for each in growth if each["tokens"] == 1_000), growth[0])["microseconds_per_token"]
    rows = [
        [f"{each['tokens']:,}", f"{each['microseconds_per_token']:.0f}", f"{each['microseconds_per_token'] / base:.2f}"]
        for each in growth
    ]
    return table(["tokens of a document", "µs/token", "against 1,000"], rows)


def _documents(growth: list[dict[str, Any]]) -> str:
    rows = [
        [f"{each['documents']:,}", str(each["workers"]), f"{each['wall_seconds']:.1f}", f"{each['cpu_seconds']:.1f}",
         f"{each['peak_mb']:.0f}", "yes" if each["same_output"] else "NO"]
        for each in growth
    ]  # fmt: skip
    return table(["documents", "workers", "seconds", "CPU seconds", "peak MB of a process", "same bytes"], rows)


def draw(results: dict[str, Any], path: Path) -> None:
    """Draw speeds side by side, and the cost of a token over the length of a document; nothing without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        return
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "tradenlp"
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    told = {name: each["tokens_per_second"] for name, each in results["contenders"].items() if "failed" not in each}
    names = sorted(told, key=lambda name: told[name])
    left.barh(names, [told[name] for name in names], color=["#c0392b" if n == "tradenlp" else "#8a99a8" for n in names])
    left.set(xscale="log", xlabel="tokens a second, one core", title="Speed")
    growth = results["length"]
    right.plot([e["tokens"] for e in growth], [e["microseconds_per_token"] for e in growth], "o-", color="#c0392b")
    right.set(xscale="log", xlabel="tokens of the document", ylabel="µs a token", title="Cost over length")
    right.set_ylim(bottom=0)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
