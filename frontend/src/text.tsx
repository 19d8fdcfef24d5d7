/** The release, with its mentions. */
import type { Doc, Line, Run } from "./data";
import { plural } from "./hooks";

interface Props {
  document: Doc;
  hidden: ReadonlySet<string>;
}

export function Text({ document, hidden }: Props) {
  if (!document.lines) return <p class="empty">The text was not given; the facts stand alone.</p>;
  let number = 0;
  const numbered = (run: Run) => <Mention key={number} run={run} number={number++} hidden={hidden} />;
  return (
    <div class="text" role="group" aria-label="Text; arrow keys go from mention to mention, Enter pins one">
      {blocks(document.lines).map((block, n) => {
        const rows = block.map((line, at) => (
          <div key={at} class={`line ${line.kind}`} dir="auto">
            {line.runs.map((run) => (typeof run === "string" ? <bdi>{run}</bdi> : numbered(run)))}
          </div>
        ));
        if (block[0]?.kind !== "cells") return rows;
        return (
          <div key={n} class="table" role="region" aria-label="Table in the text" tabIndex={0}>
            {rows}
          </div>
        );
      })}
    </div>
  );
}

/** Rows of a table stand together, so that they are moved sideways together. */
function blocks(lines: Line[]): Line[][] {
  const out: Line[][] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (last && line.kind === "cells" && last[0]?.kind === "cells") last.push(line);
    else out.push([line]);
  }
  return out;
}

const WHOLE = 24; // characters up to which a mention is not parted: a number from its unit, say

interface MentionProps {
  run: Run;
  number: number;
  hidden: ReadonlySet<string>;
}

function Mention({ run, number, hidden }: MentionProps) {
  if (typeof run === "string") return null;
  const [text, label, note, uses] = run;
  const facts = new Set(uses.map(([fact]) => fact)).size;
  const told = [text, label.toLowerCase(), note, facts ? `in ${plural(facts, "fact")}` : "in no fact"].filter(Boolean);
  return (
    <span
      class={`mention${facts ? " used" : ""}${text.length <= WHOLE ? " whole" : ""}`}
      data-mention={number}
      data-label={hidden.has(label) ? undefined : label || undefined}
      role="button"
      tabIndex={number ? -1 : 0}
      aria-label={told.join(", ")}
    >
      {text}
    </span>
  );
}

/** What is under the pointer or the focus, in words. */
export function told(document: Doc, mention: number): { label: string; note: string } | null {
  let number = 0;
  for (const line of document.lines ?? []) {
    for (const run of line.runs) {
      if (typeof run !== "string" && number++ === mention) return { label: run[1], note: run[2] };
    }
  }
  return null;
}

interface LegendProps {
  document: Doc;
  labels: string[];
  hidden: ReadonlySet<string>;
  onToggle: (label: string) => void;
}

export function Legend({ document, labels, hidden, onToggle }: LegendProps) {
  const counts = new Map<string, number>();
  for (const line of document.lines ?? []) {
    for (const run of line.runs) if (typeof run !== "string" && run[1]) counts.set(run[1], (counts.get(run[1]) ?? 0) + 1);
  }
  const present = labels.filter((label) => counts.has(label));
  if (!present.length) return null;
  return (
    <div class="legend" role="group" aria-label="Labels; press one to hide its colour">
      {present.map((label) => (
        <button key={label} type="button" aria-pressed={!hidden.has(label)} onClick={() => onToggle(label)}>
          <span class="swatch" data-label={label} aria-hidden="true">
            a
          </span>
          {label.charAt(0) + label.slice(1).toLowerCase()} <span class="count">{counts.get(label)}</span>
        </button>
      ))}
    </div>
  );
}
