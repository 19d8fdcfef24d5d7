/** The facts of a release under review: a list to go through, and the fields of the one that is open. */
import { useEffect, useState } from "preact/hooks";
import { type Complaint, type Draft, type Fact, shell, type Slot } from "./desk-data";
import { byKeyboard, POINTING, SlotField, Told } from "./desk-fields";
import { parted } from "./desk-figures";
import { change, fill, saying } from "./desk-model";
import { Confidence } from "./parts";

const USUAL = ["reporter", "partner", "commodity", "period", "amount", "change"];
const ONCE = new Set(["reporter", "partner", "commodity", "segment", "route", "period", "amount", "share", "modality", "qualifiers", "tags"]);
const NAMES: Record<string, string> = { equiv: "amount in another unit", sharechange: "change of the share" };

/** A slot that a mark of the text fills when one is clicked; `at` is null for one that is still empty. */
export interface Active {
  fact: number;
  key: string;
  at: number | null;
}

interface Props {
  draft: Draft;
  text: string;
  complaints: Complaint[];
  open: number | null;
  active: Active | null;
  onOpen: (key: number | null) => void;
  onActive: (active: Active | null, by?: HTMLElement) => void;
  onSet: (draft: Draft, field?: string) => void;
  onAccept: (key: number) => void;
  onDrop: (key: number) => void;
  onNew: () => void;
}

export function DeskFacts(props: Props) {
  const { draft, complaints, open, onOpen, onAccept, onDrop, onNew } = props;
  const pressed = (event: KeyboardEvent, key: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...document.querySelectorAll<HTMLElement>(".drafts .gist")];
    const at = rows.indexOf(event.currentTarget as HTMLElement);
    const next = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[event.key];
    if (next) next.focus();
    else if (event.key === "a") onAccept(key);
    else if (event.key === "Delete" || event.key === "Backspace") onDrop(key);
    else if (event.key === "f") onNew();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <datalist id="units">
        {["percent", "points", "factor"].map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <ul class="drafts">
        {draft.facts.map((fact, n) => {
          const own = complaints.filter((each) => each.fact === fact.key);
          const errors = own.filter((each) => each.severity === "error").length;
          return (
            <li key={fact.key} data-fact={fact.key} data-state={fact.state} data-open={open === fact.key ? "" : undefined}>
              <div class="row">
                <button type="button" class="gist fact" aria-expanded={open === fact.key} onClick={() => onOpen(open === fact.key ? null : fact.key)} onKeyDown={(event) => pressed(event, fact.key)}>
                  <span class="place">{n + 1}</span> <Gist fact={fact} />
                </button>
                <span class="standing">
                  {errors > 0 && <span class="mark bad">{errors === 1 ? "1 error" : `${errors} errors`}</span>}
                  {fact.state === "proposed" ? fact.confidence !== null && <Confidence value={fact.confidence} /> : <span class="mark state">{fact.state}</span>}
                </span>
                <span class="judge">
                  <button type="button" aria-pressed={fact.state === "accepted"} aria-label={`Accept fact ${n + 1}`} onClick={() => onAccept(fact.key)}>
                    Accept
                  </button>
                  <button type="button" aria-label={`Delete fact ${n + 1}`} onClick={() => onDrop(fact.key)}>
                    Delete
                  </button>
                </span>
              </div>
              {open === fact.key && <Editor {...props} fact={fact} own={own} />}
            </li>
          );
        })}
      </ul>
      {!draft.facts.length && <p class="empty">No facts. Pick a figure in the text and press f, or add one here.</p>}
      <button type="button" class="new" onClick={onNew}>
        New fact <kbd>f</kbd>
      </button>
    </>
  );
}

/** A figure in few words: a share with its sign, a rank with its number. */
function figure(slot: Slot): string {
  const told = slot.value.split(" ~ ")[0] ?? "";
  const kind = slot.key === "share" || slot.key === "rank" ? slot.key : null;
  if (!kind) return told;
  const { modifier, number } = parted(kind, told);
  return [modifier.replace("_", " "), kind === "share" ? `${number}%` : `#${number}`].filter(Boolean).join(" ");
}

function Gist({ fact }: { fact: Fact }) {
  const value = (key: string) => fact.slots.find((slot) => slot.key === key)?.value.split(" ~ ")[0] ?? "";
  const who = [value("reporter"), value("partner")].filter(Boolean).join(" ↔ ");
  const figures = fact.slots.filter((slot) => ["amount", "change", "share", "rank"].includes(slot.key)).map(figure);
  const modality = value("modality");
  return (
    <>
      <span class="indicator">{fact.indicator.replace("_", "-")}</span> {modality && modality !== "actual" && <span class="modality">({modality})</span>} {value("commodity") && <bdi class="goods">{value("commodity")}</bdi>} <bdi class="figures">{figures.join(" · ").replace(/-(?=\d)/g, "−")}</bdi>
      <bdi class="subject">{[who, value("period")].filter(Boolean).join(", ")}</bdi>
    </>
  );
}

function Editor({ draft, text, fact, own, active, onActive, onSet }: Props & { fact: Fact; own: Complaint[] }) {
  const [added, setAdded] = useState<string[]>([]);
  const [again, setAgain] = useState(""); // the slot of which one more is wanted
  useEffect(() => (setAdded([]), setAgain("")), [fact.key]);
  const shown = [...new Set([...USUAL, ...fact.slots.map((slot) => slot.key), ...added])].sort((a, b) => shell.slots.indexOf(a) - shell.slots.indexOf(b));
  const more = shell.slots.filter((key) => !ONCE.has(key) || !shown.includes(key));
  const put = (at: number | null, slot: Slot) => {
    const next = change(draft, fact.key, (now) => fill(now, at, slot));
    onSet(next, `${fact.key} ${slot.key}`);
    const now = next.facts.find((each) => each.key === fact.key)?.slots ?? [];
    const place = now.findLastIndex((each) => each.key === slot.key);
    if (at === null) setAgain("");
    if (now.length !== fact.slots.length) onActive({ fact: fact.key, key: slot.key, at: at === null && place >= 0 ? place : null });
    setAdded((keys) => (keys.includes(slot.key) ? keys : [...keys, slot.key])); // a field that is emptied stays until another fact is open
  };
  const which = (key: string, at: number | null) => fact.slots.slice(0, at ?? fact.slots.length).filter((each) => each.key === key).length;
  const idOf = (key: string, at: number | null) => `f${fact.key}-${key}-${which(key, at)}`;
  const isActive = (key: string, at: number | null) => active?.fact === fact.key && active.key === key && active.at === at;
  const field = (key: string, at: number | null, slot: Slot) => (
    <SlotField
      key={`${key} ${which(key, at)}`} // the same before and after it is filled, so that typing goes on
      id={idOf(key, at)}
      slot={slot}
      marks={draft.marks}
      text={text}
      active={isActive(key, at)}
      complaints={at === null ? [] : own.filter((each) => each.slot === at)}
      onActive={() => isActive(key, at) || onActive({ fact: fact.key, key, at })}
      onPoint={(event) => onActive({ fact: fact.key, key, at }, byKeyboard(event))}
      onValue={(value) => put(at, { ...slot, value })}
      onUnmark={(mark) => put(at, { ...slot, marks: slot.marks.filter((each) => each !== mark) })}
      onTyped={(value) => {
        const said = saying(draft, fact, text, value);
        if (said && !slot.marks.some((id) => said.all.includes(id))) put(at, { ...slot, value, marks: [said.nearest] });
      }}
    />
  );
  const indicator: Slot = { key: "indicator", marks: fact.marks, value: fact.indicator };
  return (
    <div class="editor">
      <Told id={`f${fact.key}-whole`} complaints={own.filter((each) => each.slot === null)} />
      <div class="slot" role="group" aria-label="indicator" data-slot="indicator" data-active={isActive("indicator", null) ? "" : undefined} onFocusIn={() => isActive("indicator", null) || onActive({ fact: fact.key, key: "indicator", at: null })}>
        <label class="key" for={`f${fact.key}-indicator`}>
          indicator
        </label>
        <div class="fill">
          <select id={`f${fact.key}-indicator`} value={fact.indicator} onChange={(event) => onSet(change(draft, fact.key, (now) => ({ ...now, indicator: event.currentTarget.value })))}>
            {[...new Set([...shell.indicators, fact.indicator])].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
          <span class="rests">
            {indicator.marks.map((id) => {
              const mark = draft.marks.find((each) => each.id === id);
              const words = mark ? text.slice(mark.start, mark.end) : id;
              return (
                <button key={id} type="button" class="chip" aria-label={`indicator: take away the mark ${words}`} onClick={() => onSet(change(draft, fact.key, (now) => ({ ...now, marks: now.marks.filter((each) => each !== id) })))}>
                  <bdi>{words}</bdi> <span aria-hidden="true">×</span>
                </button>
              );
            })}
            <button type="button" class="link point" aria-pressed={isActive("indicator", null)} onClick={(event) => onActive({ fact: fact.key, key: "indicator", at: null }, byKeyboard(event))}>
              {isActive("indicator", null) ? POINTING : "point"}
            </button>
          </span>
          <Told id={`f${fact.key}-indicator-told`} complaints={own.filter((each) => each.slot === -1)} />
        </div>
      </div>
      {shown.flatMap((key) => {
        const filled = fact.slots.flatMap((slot, at) => (slot.key === key ? [field(key, at, slot)] : []));
        const another = !filled.length || key === again;
        return another ? [...filled, field(key, null, { key, marks: [], value: "" })] : filled;
      })}
      <span class="choice more">
        <select
          aria-label="Add a slot"
          value=""
          onChange={(event) => {
            const key = event.currentTarget.value;
            if (!key) return;
            event.currentTarget.value = "";
            setAdded((keys) => [...keys, key]);
            setAgain(key);
            onActive({ fact: fact.key, key, at: null });
            requestAnimationFrame(() => document.getElementById(idOf(key, null))?.focus());
          }}
        >
          <option value="">Add a slot …</option>
          {more.map((key) => (
            <option key={key} value={key}>
              {NAMES[key] ?? key}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
