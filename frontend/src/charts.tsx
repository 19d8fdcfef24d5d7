/** Bars of levels and of changes, side by side. */
import { useState } from "preact/hooks";
import type { Bar, Chart, Doc } from "./data";
import { plural, usePrinting } from "./hooks";

const FEW = 3;

export function Charts({ document }: { document: Doc }) {
  const [all, setAll] = useState(false);
  const printing = usePrinting();
  const shown = all || printing ? document.charts : document.charts.slice(0, FEW);
  const hidden = document.charts.length - shown.length;
  return (
    <>
      <div class="charts">
        {shown.map((chart, n) => (
          <Figure key={n} chart={chart} />
        ))}
      </div>
      {hidden > 0 && (
        <button type="button" class="link more-below" onClick={() => setAll(true)}>
          Show {plural(hidden, "more chart")}
        </button>
      )}
    </>
  );
}

function Figure({ chart }: { chart: Chart }) {
  const levels = range(chart.bars.map((bar) => bar[2]));
  const changes = range(chart.bars.map((bar) => bar[4]));
  return (
    <figure class="chart" data-both={levels && changes ? "" : undefined}>
      <figcaption>
        <strong>{chart.title}</strong>
        <bdi>{chart.frame}</bdi>
      </figcaption>
      <ul>
        {chart.bars.map((bar, n) => (
          <li key={n}>
            <Row bar={bar} levels={levels} changes={changes} />
          </li>
        ))}
      </ul>
      {chart.more > 0 && <p class="left-out">and {plural(chart.more, "smaller one")}</p>}
    </figure>
  );
}

interface Range {
  low: number;
  high: number;
}

/** From the least to the greatest value, nought included; null where there is nothing to draw. */
function range(values: (number | null)[]): Range | null {
  const told = values.filter((value) => value !== null);
  if (!told.length) return null;
  const low = Math.min(0, ...told);
  const high = Math.max(0, ...told);
  return low === high ? { low: 0, high: 1 } : { low, high };
}

function Row({ bar, levels, changes }: { bar: Bar; levels: Range | null; changes: Range | null }) {
  const [fact, label, level, shown, change, moved] = bar;
  return (
    <button type="button" class="bar" data-fact={fact}>
      <bdi class="label">{label}</bdi>
      {levels && <Track kind="level" value={level} shown={shown.replace("-", "−")} range={levels} />}
      {changes && <Track kind="moved" value={change} shown={moved.replace("-", "−")} range={changes} />}
    </button>
  );
}

function Track({ kind, value, shown, range }: { kind: string; value: number | null; shown: string; range: Range }) {
  const width = range.high - range.low;
  const percent = (number: number) => `${((100 * number) / width).toFixed(3)}%`;
  return (
    <span class={`track ${kind}`} data-sign={value !== null && value < 0 ? "down" : "up"}>
      <span class="room" aria-hidden="true">
        <span class="nought" style={{ insetInlineStart: percent(-range.low) }} />
        {value !== null && (
          <span class="fill" style={{ insetInlineStart: percent(Math.min(0, value) - range.low), inlineSize: percent(Math.abs(value)) }} />
        )}
      </span>
      <span class="value">{shown || "–"}</span>
    </span>
  );
}
