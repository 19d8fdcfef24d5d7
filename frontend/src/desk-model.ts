/** A draft and how it is edited: every change gives a new draft, so that all of them can be taken back. */
import { useMemo, useReducer } from "preact/hooks";
import { type Draft, type Fact, type Mark, shell, type Slot, type State } from "./desk-data";

const PREFIX = new Map(shell.labels);
/** Figures that a mark of each label tells, the most usual first. */
const FILLS: Record<string, string> = { MONEY: "amount", QUANTITY: "amount", PERCENT: "change", MULTIPLE: "change", RANK: "rank" };

export const markOf = (draft: Draft, id: string): Mark | undefined => draft.marks.find((mark) => mark.id === id);

/** Marks that a fact rests on, each with the slots that name it. */
export function rolesOf(fact: Fact): Map<string, string[]> {
  const out = new Map<string, string[]>();
  const tell = (id: string, role: string) => out.set(id, [...(out.get(id) ?? []), role]);
  for (const id of fact.marks) tell(id, "indicator");
  for (const slot of fact.slots) for (const id of slot.marks) tell(id, slot.key);
  return out;
}

function named(draft: Draft, label: string): string {
  const prefix = PREFIX.get(label) ?? "z";
  const numbers = draft.marks.filter((mark) => mark.id.startsWith(prefix)).map((mark) => Number(mark.id.slice(prefix.length)) || 0);
  return `${prefix}${Math.max(0, ...numbers) + 1}`;
}

/** Label a stretch of the text; marks in its way go. A mark of the same place gets the label and stays in its facts. */
export function label(draft: Draft, start: number, end: number, name: string): Draft {
  const same = draft.marks.find((mark) => mark.start === start && mark.end === end);
  if (same?.label === name) return draft;
  const cleared = draft.marks.filter((mark) => mark !== same && mark.start < end && start < mark.end).reduce((now, mark) => unmark(now, mark.id), draft);
  const rest = cleared.marks.filter((mark) => mark.id !== same?.id);
  const made: Mark = { id: named({ ...cleared, marks: rest }, name), label: name, start, end };
  const marks = [...rest, made].sort((a, b) => a.start - b.start);
  return { ...(same ? renamed(cleared, same.id, made.id) : cleared), marks };
}

function renamed(draft: Draft, from: string, to: string): Draft {
  const changed = (ids: string[]) => ids.map((id) => (id === from ? to : id));
  const facts = draft.facts.map((fact) => ({ ...fact, marks: changed(fact.marks), slots: fact.slots.map((slot) => ({ ...slot, marks: changed(slot.marks) })) }));
  return { ...draft, facts };
}

/** Take a mark away, from the facts that rest on it too; what they say stays. */
export function unmark(draft: Draft, id: string): Draft {
  const without = (ids: string[]) => ids.filter((each) => each !== id);
  const facts = draft.facts.map((fact) => {
    if (!rolesOf(fact).has(id)) return fact;
    return touched({ ...fact, marks: without(fact.marks), slots: fact.slots.map((slot) => ({ ...slot, marks: without(slot.marks) })) });
  });
  return { ...draft, facts, marks: draft.marks.filter((mark) => mark.id !== id) };
}

const touched = (fact: Fact): Fact => (fact.state === "added" ? fact : { ...fact, state: "edited" });

export function change(draft: Draft, key: number, how: (fact: Fact) => Fact): Draft {
  return { ...draft, facts: draft.facts.map((fact) => (fact.key === key ? touched(how(fact)) : fact)) };
}

export function judge(draft: Draft, key: number, state: State): Draft {
  return { ...draft, facts: draft.facts.map((fact) => (fact.key === key ? { ...fact, state } : fact)) };
}

export const drop = (draft: Draft, key: number): Draft => ({ ...draft, facts: draft.facts.filter((fact) => fact.key !== key) });

/** Put a slot at its place, or a new one behind those of its kind; without value and marks it goes. */
export function fill(fact: Fact, at: number | null, slot: Slot): Fact {
  const empty = !slot.value.trim() && !slot.marks.length;
  if (at !== null) return { ...fact, slots: empty ? fact.slots.filter((_, n) => n !== at) : fact.slots.map((old, n) => (n === at ? slot : old)) };
  if (empty) return fact;
  const order = (each: Slot) => shell.slots.indexOf(each.key);
  return { ...fact, slots: [...fact.slots, slot].sort((a, b) => order(a) - order(b)) };
}

/** A new fact on a mark, with reporter and period of the fact before it, as a release tells them once for many. */
export function begin(draft: Draft, mark: Mark | undefined, key: number): Fact {
  const at = mark?.start ?? Number.POSITIVE_INFINITY;
  const placeOf = (fact: Fact) => Math.min(...[...rolesOf(fact).keys()].map((id) => markOf(draft, id)).filter((each) => each && shell.figures.includes(each.label)).map((each) => each?.start ?? 0));
  const before = draft.facts.filter((fact) => placeOf(fact) < at).at(-1);
  const word = mark?.label === "INDICATOR" ? mark : draft.marks.filter((each) => each.label === "INDICATOR" && each.start < at).at(-1);
  const slots = before?.slots.filter((slot) => slot.key === "reporter" || slot.key === "period") ?? [];
  const figure = mark && FILLS[mark.label];
  if (mark && figure) slots.push({ key: figure, marks: [mark.id], value: "" });
  return { key, indicator: before?.indicator ?? "exports", marks: word ? [word.id] : [], slots: [...slots], state: "added", confidence: null };
}

/** The marks whose words are exactly a value, and which of them is nearest to the figures of a fact. */
export function saying(draft: Draft, fact: Fact, text: string, value: string): { all: string[]; nearest: string } | null {
  const wanted = value.trim().toLowerCase();
  const marks = draft.marks.filter((mark) => ![...shell.figures, "INDICATOR", "TREND"].includes(mark.label) && text.slice(mark.start, mark.end).toLowerCase() === wanted);
  const figures = [...rolesOf(fact).keys()].map((id) => markOf(draft, id)).filter((mark) => mark && shell.figures.includes(mark.label));
  const at = figures[0]?.start ?? 0;
  const nearest = [...marks].sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at))[0];
  return nearest ? { all: marks.map((mark) => mark.id), nearest: nearest.id } : null;
}

/** Periods that lack their year, which a date of publication may tell; one of them at least rests on words to read anew. */
export function yearless(draft: Draft): Slot[] {
  const found = draft.facts.flatMap((fact) => fact.slots.filter((slot) => slot.key === "period" && slot.value.startsWith("XXXX")));
  return found.some((slot) => slot.marks.length) ? found : [];
}

/** The facts with periods by the marks that they rest on; one without a mark goes by those that read the same before. */
export function dated(draft: Draft, told: ReadonlyMap<string, string>): Fact[] {
  const open = yearless(draft);
  const of = (slot: Slot) => told.get(slot.marks[0] ?? "");
  const alike = (value: string) => [...new Set(open.filter((slot) => slot.value === value).map(of).filter(Boolean))];
  const now = (slot: Slot) => {
    const others = alike(slot.value);
    return slot.marks.length ? of(slot) : others.length === 1 ? others[0] : undefined;
  };
  return draft.facts.map((fact) => {
    const slots = fact.slots.map((slot) => (open.includes(slot) ? { ...slot, value: now(slot) ?? slot.value } : slot));
    return slots.some((slot, n) => slot.value !== fact.slots[n]?.value) ? { ...fact, slots } : fact;
  });
}

/** Put a fact where its figure stands among the others. */
export function insert(draft: Draft, fact: Fact): Draft {
  const place = (each: Fact) => Math.max(-1, ...each.slots.filter((slot) => slot.key === "amount" || slot.key === "change").flatMap((slot) => slot.marks.map((id) => markOf(draft, id)?.start ?? -1)));
  const own = place(fact);
  const at = own < 0 ? -1 : draft.facts.findIndex((each) => place(each) > own);
  const facts = [...draft.facts];
  facts.splice(at < 0 ? facts.length : at, 0, fact);
  return { ...draft, facts };
}

interface History {
  past: Draft[];
  now: Draft;
  future: Draft[];
  field: string; // that the last change was typed into: letters of one word are one step
  at: number;
}
type Step = { kind: "set"; draft: Draft; field: string; time: number } | { kind: "undo" } | { kind: "redo" } | { kind: "load"; draft: Draft };

const TOGETHER = 1500; // milliseconds between letters that are taken back in one step
const KEPT = 500;

function stepped(state: History, step: Step): History {
  if (step.kind === "load") return { past: [], now: step.draft, future: [], field: "", at: 0 };
  if (step.kind === "undo") {
    const last = state.past.at(-1);
    return last ? { past: state.past.slice(0, -1), now: last, future: [state.now, ...state.future], field: "", at: 0 } : state;
  }
  if (step.kind === "redo") {
    const [next, ...rest] = state.future;
    return next ? { past: [...state.past, state.now], now: next, future: rest, field: "", at: 0 } : state;
  }
  if (step.draft === state.now) return state;
  const typed = step.field !== "" && step.field === state.field && step.time - state.at < TOGETHER;
  return { past: typed ? state.past : [...state.past, state.now].slice(-KEPT), now: step.draft, future: [], field: step.field, at: step.time };
}

export interface Editing {
  draft: Draft;
  canUndo: boolean;
  canRedo: boolean;
  set: (draft: Draft, field?: string) => void;
  undo: () => void;
  redo: () => void;
  load: (draft: Draft) => void;
}

export function useDraft(first: Draft): Editing {
  const [state, send] = useReducer(stepped, { past: [], now: first, future: [], field: "", at: 0 });
  const steps = useMemo(
    () => ({
      set: (draft: Draft, field = "") => send({ kind: "set", draft, field, time: performance.now() }),
      undo: () => send({ kind: "undo" }),
      redo: () => send({ kind: "redo" }),
      load: (draft: Draft) => send({ kind: "load", draft }),
    }),
    [],
  );
  return { draft: state.now, canUndo: state.past.length > 0, canRedo: state.future.length > 0, ...steps };
}
