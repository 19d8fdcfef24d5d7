/** The text of a release with its marks, and a cursor that goes by words, so that marks are set without a mouse too. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Mark, type Opened, shell } from "./desk-data";

export interface Picked {
  from: number; // places among the words, the first and the last picked
  to: number;
}
const CELLS = /\|[^|]*\||\t|\S {3,}\S.*\S {3,}\S/;
// what steers how text is shown and cannot be seen itself is named, as in reports
const STEERING = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2028\u2029\u2066-\u2069\ufff9-\ufffb])/;

interface Props {
  opened: Opened;
  marks: Mark[];
  roles: ReadonlyMap<string, string[]>;
  wrong: ReadonlySet<string>;
  picked: Picked | null;
  onPick: (picked: Picked | null, mark: Mark | undefined, more: boolean) => void;
  onKey: (event: KeyboardEvent) => void;
}

export function DeskText({ opened, marks, roles, wrong, picked, onPick, onKey }: Props) {
  const pane = useRef<HTMLDivElement>(null);
  const { text, words } = opened;
  const start = picked ? (words[picked.from]?.[0] ?? -1) : -1;
  const end = picked ? (words[picked.to]?.[1] ?? -1) : -1;
  useEffect(() => {
    pane.current?.querySelector(".picked")?.scrollIntoView({ block: "nearest" });
  }, [start, end]);
  const pressed = (event: PointerEvent) => {
    const chosen = getSelection();
    const range = chosen && !chosen.isCollapsed && pane.current?.contains(chosen.anchorNode) && pane.current.contains(chosen.focusNode) ? chosen.getRangeAt(0) : null;
    const one = range ? placeOf(range.startContainer, range.startOffset) : null;
    const other = range ? placeOf(range.endContainer, range.endOffset) : null;
    if (one !== null && other !== null) {
      const found = around(words, one, other);
      chosen?.removeAllRanges(); // what is picked is drawn by the page
      return onPick(found, undefined, false);
    }
    const id = (event.target as Element).closest<HTMLElement>("[data-mark]")?.dataset.mark;
    const mark = marks.find((each) => each.id === id);
    if (mark) return onPick(around(words, mark.start, mark.end), mark, event.shiftKey || event.ctrlKey || event.metaKey);
    const at = (event.target as Element).closest<HTMLElement>("[data-at]") ? caret(event) : null;
    onPick(at === null ? null : around(words, at, at + 1), undefined, false);
  };
  const kept = (event: MouseEvent) => {
    // Shift adds a mark to a slot, and shall not select the text up to it
    if (event.shiftKey && (event.target as Element).closest("[data-mark]")) event.preventDefault();
  };
  const lines: ComponentChildren[] = [];
  let at = 0;
  text.replace(/\n$/, "").split("\n").forEach((line, n) => {
    const kind = CELLS.test(line) ? "cells" : n === 0 && line.length <= 160 ? "head" : "prose";
    lines.push(
      <div key={n} class={`line ${kind}`} dir="auto">
        {runs(text, at, at + line.length, marks, start, end).map((run) => (
          <RunView key={run.start} text={text} run={run} roles={roles} wrong={wrong} />
        ))}
      </div>,
    );
    at += line.length + 1;
  });
  return (
    <div ref={pane} class="text desk-text" id="text" role="group" tabIndex={0} aria-label="Text. Arrow keys go from word to word, with Shift they pick more, a letter sets the label." aria-describedby="cursor" onMouseDown={kept} onPointerUp={pressed} onKeyDown={onKey}>
      {lines}
    </div>
  );
}

interface Run {
  start: number;
  end: number;
  mark: Mark | undefined;
  picked: boolean;
}

/** One line cut where marks and what is picked begin and end. */
function runs(text: string, from: number, to: number, marks: Mark[], start: number, end: number): Run[] {
  const inside = marks.filter((mark) => mark.start < to && from < mark.end);
  const stops = new Set([from, to, ...inside.flatMap((mark) => [mark.start, mark.end]), start, end].filter((stop) => stop >= from && stop <= to));
  const sorted = [...stops].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((first, n) => ({
    start: first,
    end: sorted[n + 1] ?? first,
    mark: inside.find((mark) => mark.start <= first && first < mark.end),
    picked: start <= first && first < end && text.length > first,
  }));
}

interface RunProps {
  text: string;
  run: Run;
  roles: ReadonlyMap<string, string[]>;
  wrong: ReadonlySet<string>;
}

function RunView({ text, run, roles, wrong }: RunProps) {
  const { mark } = run;
  const mine = mark ? roles.get(mark.id) : undefined;
  // a trend says by itself what it is, and is too short to carry a name
  const role = mark && mine && mark.label !== "TREND" && run.start === mark.start ? [...new Set(mine)].join(", ") : undefined;
  const names = [mark && "mention used", run.picked && "picked", mark && wrong.has(mark.id) && "wrong"].filter(Boolean).join(" ");
  const shown = text.slice(run.start, run.end);
  let at = run.start;
  return (
    <span class={names || undefined} data-mark={mark?.id} data-label={mark?.label} data-lit={mine ? "" : undefined} data-role={role}>
      {shown.split(STEERING).map((part, n) => {
        const own = at;
        at += part.length;
        return part ? (
          <span key={n} data-at={own} data-length={part.length}>
            {n % 2 ? `\u27e8U+${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9` : part}
          </span>
        ) : null;
      })}
    </span>
  );
}

/** The place in the text of a point in the page. */
function placeOf(node: Node, offset: number): number | null {
  const holder = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-at]");
  if (holder) return Number(holder.dataset.at) + Math.min(node instanceof Element ? 0 : offset, Number(holder.dataset.length));
  if (!(node instanceof Element)) return null;
  const all = [...(node.closest("#text")?.querySelectorAll<HTMLElement>("[data-at]") ?? [])];
  const point = node.childNodes[offset] ?? null;
  const next = all.find((each) => (point ? point === each || point.contains(each) || Boolean(point.compareDocumentPosition(each) & 4) : Boolean(node.compareDocumentPosition(each) & 4) && !node.contains(each)));
  return next ? Number(next.dataset.at) : null;
}

function caret(event: PointerEvent): number | null {
  const page = document as Document & { caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null };
  const found = page.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (found) return placeOf(found.offsetNode, found.offset);
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return range ? placeOf(range.startContainer, range.startOffset) : null;
}

/** The words that a stretch of the text touches. */
export function around(words: [number, number][], start: number, end: number): Picked | null {
  const from = words.findIndex(([, stop]) => stop > start);
  let to = words.length - 1;
  while (to >= 0 && (words[to]?.[0] ?? 0) >= end) to--;
  return from < 0 || to < from ? (from < 0 ? null : { from, to: from }) : { from, to };
}

/** Where the cursor goes by a key: a word, a line, a mark; null for other keys. */
export function moved(event: KeyboardEvent, opened: Opened, marks: Mark[], picked: Picked | null): Picked | null {
  const { words, text } = opened;
  const last = words.length - 1;
  if (last < 0) return null;
  const now = picked ?? { from: 0, to: 0 };
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!picked && (step || event.key.startsWith("Arrow"))) return now;
  if (step && event.shiftKey) return step > 0 ? { from: now.from, to: Math.min(last, now.to + 1) } : now.to > now.from ? { from: now.from, to: now.to - 1 } : { from: Math.max(0, now.from - 1), to: now.to };
  if (step) return single(step > 0 ? Math.min(last, now.to + 1) : Math.max(0, now.from - 1));
  if (event.key === "Home") return single(0);
  if (event.key === "End") return single(last);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const here = words[event.key === "ArrowDown" ? now.to : now.from]?.[0] ?? 0;
    const line = text.lastIndexOf("\n", here - 1) + 1;
    if (event.key === "ArrowDown") {
      const stop = text.indexOf("\n", here);
      const next = stop < 0 ? -1 : words.findIndex(([start]) => start > stop);
      return single(next < 0 ? last : next);
    }
    const before = words.findLastIndex(([start]) => start < line);
    const top = before < 0 ? 0 : text.lastIndexOf("\n", words[before]?.[0] ?? 0) + 1;
    return single(Math.max(0, words.findIndex(([start]) => start >= top)));
  }
  if (event.key === "]" || event.key === "[") {
    const here = words[now.from]?.[0] ?? 0;
    const next = event.key === "]" ? marks.find((mark) => mark.start > here) : marks.findLast((mark) => mark.end <= here);
    return next ? around(words, next.start, next.end) : now;
  }
  return null;
}

const single = (at: number): Picked => ({ from: at, to: at });

/** The keys of the labels, which can be pressed as well. */
export function Labels({ counts, now, onLabel, disabled }: { counts: ReadonlyMap<string, number>; now: string; onLabel: (label: string) => void; disabled: boolean }) {
  return (
    <div class="legend labels" role="group" aria-label="Labels for what is picked in the text">
      {shell.labels.map(([name, key]) => (
        <button key={name} type="button" disabled={disabled} aria-pressed={name === now} onClick={() => onLabel(name)}>
          <kbd class="swatch" data-label={name}>
            {key}
          </kbd>
          {name.charAt(0) + name.slice(1).toLowerCase()} <span class="count">{counts.get(name) ?? 0}</span>
        </button>
      ))}
    </div>
  );
}
