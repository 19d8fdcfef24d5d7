/** One release on the desk: its text beside its facts. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Bench, Keys, standing, Trouble } from "./desk-bench";
import { type Complaint, type Draft, type Mark, type Opened, read, shell, type Slot, type Status } from "./desk-data";
import { type Active, DeskFacts } from "./desk-facts";
import { Told } from "./desk-fields";
import { KINDS, rebased } from "./desk-figures";
import { begin, change, dated, drop, fill, insert, judge, label, markOf, rolesOf, unmark, useDraft, yearless } from "./desk-model";
import { plural } from "./hooks";
import { useSaving } from "./desk-saving";
import { around, DeskText, Labels, moved, type Picked } from "./desk-text";

const HEAD = ["issuer", "published", "style", "economy", "licence"];
const NEEDED = new Set(["issuer", "published", "style"]);
const KEYS = new Map(shell.labels.map(([name, key]) => [key, name]));

interface Props {
  opened: Opened;
  onStatus: (id: string, status: Status) => void;
  onNext: () => void;
  flush: { current: () => Promise<boolean> };
}

export function ReleaseView({ opened, onStatus, onNext, flush }: Props) {
  const editing = useDraft(opened.draft);
  const { draft, set, undo, redo, load } = editing;
  const [picked, setPicked] = useState<Picked | null>(null);
  const [fact, setFact] = useState<number | null>(null);
  const [active, setActive] = useState<Active | null>(null);
  const saving = useSaving(opened, draft, load, (status) => onStatus(opened.id, status));
  flush.current = saving.flush;
  const from = useRef<HTMLElement | null>(null); // the button that led to the text, to which a mark that is chosen leads back
  const latest = useRef(draft);
  latest.current = draft;
  const { complaints } = saving;
  const errors = complaints.filter((each) => each.severity === "error");
  const shown = draft.facts.find((each) => each.key === fact);
  const roles = useMemo(() => (shown ? rolesOf(shown) : new Map<string, string[]>()), [shown]);
  const wrong = useMemo(() => new Set(complaints.map((each) => each.mark).filter(Boolean)), [complaints]);
  const counts = useMemo(() => tally(draft.marks), [draft.marks]);
  const range = picked && { start: opened.words[picked.from]?.[0] ?? 0, end: opened.words[picked.to]?.[1] ?? 0 };
  const here = range ? draft.marks.find((mark) => mark.start <= range.start && range.end <= mark.end) : undefined;

  /** Let the slot that waits for it rest on a mark, and read its value there. */
  const point = async (mark: Mark, more: boolean) => {
    if (!active) {
      const using = draft.facts.find((each) => rolesOf(each).has(mark.id));
      return using && setFact(using.key);
    }
    const { fact: key, key: name } = active;
    const now = draft.facts.find((each) => each.key === key);
    if (!now) return;
    if (name === "indicator") {
      const marks = now.marks.includes(mark.id) ? now.marks.filter((id) => id !== mark.id) : more ? [...now.marks, mark.id] : [mark.id];
      const told = marks.includes(mark.id) ? await read(opened.id, name, mark).catch(() => "") : "";
      const known = told && told !== "other" ? told : now.indicator;
      return set(change(latest.current, key, (each) => ({ ...each, marks, indicator: known })));
    }
    const slot = now.slots[active.at ?? -1] ?? { key: name, marks: [], value: "" };
    const marks = pointed(slot, mark, draft.marks, more);
    const first = marks.map((id) => markOf(draft, id)).find((each) => each && each.label !== "TREND");
    const trend = marks.map((id) => markOf(draft, id)).find((each) => each?.label === "TREND");
    let value = slot.value;
    if (first && (!slot.marks.includes(first.id) || mark.label === "TREND")) {
      const word = trend ? opened.text.slice(trend.start, trend.end) : "";
      value = rebased(KINDS[name], await read(opened.id, name, first, word).catch(() => ""), slot.value) || value;
    }
    const filled = change(latest.current, key, (each) => fill(each, active.at, { key: name, marks, value }));
    set(filled);
    if (active.at !== null && (filled.facts.find((each) => each.key === key)?.slots.length ?? 0) < now.slots.length) return setActive({ ...active, at: null });
    if (active.at === null) setActive({ ...active, at: now.slots.filter((each) => shell.slots.indexOf(each.key) <= shell.slots.indexOf(name)).length });
  };
  /** A slot waits for a mark; one that was reached by keyboard is gone on from in the text, at the words that it rests on. */
  const wait = (next: Active | null, by?: HTMLElement) => {
    setActive(next);
    if (!next || !by) return;
    from.current = by;
    const now = draft.facts.find((each) => each.key === next.fact);
    const own = next.at === null ? now?.slots.flatMap((slot) => slot.marks) : now?.slots[next.at]?.marks;
    const mark = markOf(draft, (next.key === "indicator" ? now?.marks : own)?.[0] ?? "");
    if (mark) setPicked(around(opened.words, mark.start, mark.end));
    document.getElementById("text")?.focus();
  };
  const back = () => {
    if (from.current?.isConnected) from.current.focus();
    from.current = null;
  };
  const onYears = async () => {
    await saving.flush(); // the server resolves by the date that it holds
    const ids = [...new Set(yearless(latest.current).map((slot) => slot.marks[0] ?? ""))];
    const told = new Map<string, string>();
    for (const id of ids) {
      const mark = markOf(latest.current, id);
      const value = mark ? await read(opened.id, "period", mark).catch(() => "") : "";
      if (value && !value.startsWith("XXXX")) told.set(id, value);
    }
    set({ ...latest.current, facts: dated(latest.current, told) });
  };
  const onLabel = (name: string) => range && set(label(draft, range.start, range.end, name));
  const onNew = async () => {
    const key = Math.max(-1, ...draft.facts.map((each) => each.key)) + 1;
    const made = begin(draft, here, key);
    const word = markOf(draft, made.marks[0] ?? "");
    if (word) {
      const told = await read(opened.id, "indicator", word).catch(() => "");
      if (told && told !== "other") made.indicator = told;
    }
    for (const slot of made.slots) {
      const mark = markOf(draft, slot.marks[0] ?? "");
      if (!slot.value && mark) slot.value = await read(opened.id, slot.key, mark).catch(() => "");
    }
    set(insert(latest.current, made));
    open(key);
  };
  const open = (key: number | null) => {
    setFact(key);
    setActive(null);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-fact="${key}"] .gist`)?.focus());
  };
  const onAccept = (key: number) => {
    set(judge(draft, key, "accepted"));
    const next = draft.facts[draft.facts.findIndex((each) => each.key === key) + 1];
    if (fact !== null && next) open(next.key);
    else focusRow(next?.key ?? key);
  };
  const onDrop = (key: number) => {
    const at = draft.facts.findIndex((each) => each.key === key);
    const next = draft.facts[at + 1] ?? draft.facts[at - 1];
    set(drop(draft, key));
    setActive(null);
    if (fact === key) setFact(null);
    if (next) focusRow(next.key);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moved(event, opened, draft.marks, picked);
    const name = KEYS.get(event.key);
    if (next) setPicked(next);
    else if (name && range) onLabel(name);
    else if ((event.key === "Delete" || event.key === "Backspace") && here) set(unmark(draft, here.id));
    else if (event.key === "Enter" && here) void point(here, event.shiftKey).then(() => event.shiftKey || back());
    else if (event.key === "f") void onNew();
    else return;
    event.preventDefault();
  };
  const finish = async (status: Status) => {
    const facts = status === "done" ? draft.facts.map((each) => (each.state === "proposed" ? { ...each, state: "accepted" as const } : each)) : draft.facts;
    if (status === "done" && errors.length) return toFirst(errors);
    set({ ...draft, facts, status });
    if (status !== "open") onNext();
  };
  const global = useRef((_: KeyboardEvent) => {});
  global.current = (event) => {
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (command && letter === "z") (event.shiftKey ? redo : undo)();
    else if (command && letter === "y") redo();
    else if (command && event.key === "Enter") void finish("done");
    else if (event.key === "Escape" && active) setActive(null), back();
    else if (event.key === "Escape" && fact !== null) focusRow(fact), setFact(null);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => global.current(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  const toFirst = ([first]: Complaint[]) => {
    if (first?.head) return document.getElementById(`head-${first.head}`)?.focus();
    const key = first?.fact ?? null;
    setActive(null);
    setFact(key);
    const row = key === null ? "#loose" : `[data-fact="${key}"]`;
    const wrong = (inside: string) => document.querySelector<HTMLElement>(`${row}${inside}`);
    requestAnimationFrame(() => (key === null ? wrong("") : (wrong(' .editor [aria-invalid="true"]') ?? wrong(" .gist")))?.focus());
  };
  const loose = complaints.filter((each) => each.fact === null && !each.head);
  return (
    <>
      <Trouble saving={saving} />
      <Bench editing={editing} standing={standing(saving.state, saving.written, saving.changed, errors.length, draft.status)} state={saving.state} onWrong={errors.length ? () => toFirst(errors) : null} onFinish={(status) => void finish(status)} />
      <div class="document desk" data-lighting={shown ? "" : undefined}>
        <section class="reading" aria-labelledby="reading">
          <div class="bar-above">
            <h2 id="reading">Text</h2>
            <Labels counts={counts} now={here?.label ?? ""} disabled={!range} onLabel={onLabel} />
          </div>
          <DeskText
            opened={opened}
            marks={draft.marks}
            roles={roles}
            wrong={wrong}
            picked={picked}
            onPick={(next, mark, more) => (setPicked(next), mark && void point(mark, more))}
            onKey={onKey}
          />
          <Inspector words={range ? opened.text.slice(range.start, range.end) : ""} mark={here} waits={active?.key ?? ""} onUnmark={(id) => set(unmark(draft, id))} />
        </section>
        <div class="findings">
          <section aria-labelledby="facts">
            <h2 id="facts" tabIndex={-1}>
              Facts <span class="aside">{left(draft.facts.map((each) => each.state))}</span>
            </h2>
            <Sums failed={opened.failed} />
            <Told id="loose" complaints={loose} />
            <DeskFacts
              draft={draft}
              text={opened.text}
              complaints={complaints}
              open={fact}
              active={active}
              onOpen={open}
              onActive={wait}
              onSet={set}
              onAccept={onAccept}
              onDrop={onDrop}
              onNew={() => void onNew()}
            />
          </section>
          <Head draft={draft} complaints={complaints} onSet={set} onYears={() => void onYears()} />
          <Keys />
        </div>
      </div>
    </>
  );
}

interface InspectorProps {
  words: string;
  mark: Mark | undefined;
  waits: string;
  onUnmark: (id: string) => void;
}

/** A line below the text that says what is picked, and what waits for a mark. */
function Inspector({ words, mark, waits, onUnmark }: InspectorProps) {
  return (
    <div class="inspector">
      <span id="cursor" role="status">
        {words ? (
          <>
            {mark && (
              <span class="swatch named" data-label={mark.label}>
                {mark.label}
              </span>
            )}{" "}
            <bdi>{words}</bdi>
          </>
        ) : (
          <span class="hint">Pick words by mouse or arrow keys; a letter sets their label.</span>
        )}
      </span>
      {mark && (
        <button type="button" class="link" onClick={() => onUnmark(mark.id)}>
          Delete this mark
        </button>
      )}
      <span class="waits" role="status">
        {waits && `A click on a mark, or [ ] and Enter, fills “${waits}”; Esc lets go.`}
      </span>
    </div>
  );
}

function Sums({ failed }: { failed: string[] }) {
  if (!failed.length) return null;
  return (
    <div class="failing-sums">
      As it was read, this does not add up:
      <ul>
        {failed.map((sum) => (
          <li key={sum}>
            <bdi>{sum}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Head({ draft, complaints, onSet, onYears }: { draft: Draft; complaints: Complaint[]; onSet: (draft: Draft, field?: string) => void; onYears: () => void }) {
  const open = /^\d{4}-\d\d-\d\d$/.test(draft.head.published ?? "") ? yearless(draft).length : 0;
  return (
    <section aria-labelledby="head" class="head">
      <h2 id="head">This release</h2>
      {HEAD.map((key) => (
        <div key={key} class="slot">
          <label class="key" for={`head-${key}`}>
            {key}
          </label>
          <div class="fill">
            <input
              id={`head-${key}`}
              class="wide"
              type="text"
              autocomplete="off"
              required={NEEDED.has(key)}
              placeholder={key === "published" ? "2024-06-11" : undefined}
              aria-invalid={complaints.some((each) => each.head === key && each.severity === "error")}
              aria-describedby={`head-${key}-told`}
              value={draft.head[key] ?? ""}
              onInput={(event) => onSet({ ...draft, head: { ...draft.head, [key]: event.currentTarget.value } }, `head ${key}`)}
            />
            <Told id={`head-${key}-told`} complaints={complaints.filter((each) => each.head === key)} />
            {key === "published" && open > 0 && (
              <button type="button" class="link" onClick={onYears}>
                Fill in the year of {plural(open, "period")}
              </button>
            )}
          </div>
        </div>
      ))}
      <p class="id">
        {draft.head.body}/{draft.head.id}.rel
      </p>
    </section>
  );
}

/** The marks of a slot once one is pointed at: it goes if it was there; words of movement stand beside a figure. */
function pointed(slot: Slot, mark: Mark, all: Mark[], more: boolean): string[] {
  if (slot.marks.includes(mark.id)) return slot.marks.filter((id) => id !== mark.id);
  if (more) return [...slot.marks, mark.id];
  const trends = slot.marks.filter((id) => all.find((each) => each.id === id)?.label === "TREND");
  if (KINDS[slot.key] !== "change") return [mark.id];
  return mark.label === "TREND" ? [...slot.marks.filter((id) => !trends.includes(id)), mark.id] : [mark.id, ...trends];
}

function left(states: string[]): string {
  const open = states.filter((state) => state === "proposed").length;
  return open ? `${open} of ${states.length} to look at` : states.length ? `all ${states.length} looked at` : "";
}

function tally(marks: Mark[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark.label, (counts.get(mark.label) ?? 0) + 1);
  return counts;
}

const focusRow = (key: number) => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-fact="${key}"] .gist`)?.focus());
