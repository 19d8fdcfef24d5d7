/** The fields of a slot: what it says, the marks it rests on, and what is wrong with it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Complaint, type Mark, shell, type Slot } from "./desk-data";
import { type Fields, joined, type Kind, KINDS, parted } from "./desk-figures";

const HINTS: Record<string, string> = {
  period: "2024-05 or 2024-01/2024-05",
  reporter: "whose trade it is",
  partner: "the economy at the other end",
  commodity: "what is traded",
  segment: "neither goods nor partner",
  tags: "inherited-period, table …",
};

export const POINTING = "pick a mark in the text";
/** The button that was pressed, where it was by keyboard: the text is then where to go on. */
export const byKeyboard = (event: MouseEvent): HTMLElement | undefined => (event.detail === 0 ? (event.currentTarget as HTMLElement) : undefined);

interface Props {
  id: string;
  slot: Slot;
  marks: Mark[];
  text: string;
  active: boolean;
  complaints: Complaint[];
  onActive: () => void;
  onPoint: (event: MouseEvent) => void;
  onValue: (value: string) => void;
  onTyped: (value: string) => void; // a name or period, once it is typed to its end
  onUnmark: (mark: string) => void;
}

export function SlotField({ id, slot, marks, text, active, complaints, onActive, onPoint, onValue, onTyped, onUnmark }: Props) {
  const told = `${id}-told`;
  const wrong = complaints.some((each) => each.severity === "error");
  const pointed = !["modality", "qualifiers", "tags"].includes(slot.key);
  const [typed, setTyped] = useState(false);
  const others = typed ? apart(slot, marks, text) : "";
  const left = others && `${id}-left`;
  const put = (value: string) => (setTyped(true), onValue(value));
  const field = { id, slot, wrong, told: [complaints.length && told, left].filter(Boolean).join(" ") || undefined, onValue: put, onTyped };
  return (
    <div class="slot" role="group" aria-label={slot.key} data-slot={slot.key} data-active={active ? "" : undefined} data-wrong={wrong ? "" : undefined} onFocusIn={onActive}>
      <label class="key" for={id}>
        {slot.key}
      </label>
      <div class="fill">
        <Value {...field} />
        {pointed && (
          <span class="rests">
            {slot.marks.map((mark) => {
              const found = marks.find((each) => each.id === mark);
              return (
                <button key={mark} type="button" class="chip" aria-label={`${slot.key}: take away the mark ${found ? text.slice(found.start, found.end) : mark}`} onClick={() => onUnmark(mark)}>
                  <bdi>{found ? text.slice(found.start, found.end) : mark}</bdi> <span aria-hidden="true">×</span>
                </button>
              );
            })}
            <button type="button" class="link point" aria-pressed={active} onClick={onPoint}>
              {active ? POINTING : "point"}
            </button>
          </span>
        )}
        <Told id={told} complaints={complaints} />
        {left && (
          <p class="left" id={left}>
            It still rests on “<bdi>{others}</bdi>”: point at the words that say it, or take that mark away.
          </p>
        )}
      </div>
    </div>
  );
}

/** The words that a slot rests on where they name something else than what was typed; words like `the city` may stand for any name. */
function apart(slot: Slot, marks: Mark[], text: string): string {
  if (!["reporter", "partner", "commodity", "segment", "route", "period"].includes(slot.key)) return "";
  const said = slot.value.toLowerCase();
  const words = slot.marks.map((id) => marks.find((each) => each.id === id)).map((mark) => (mark ? text.slice(mark.start, mark.end) : ""));
  const fits = (word: string) => {
    if (slot.key === "period") return !/\b(19|20)\d\d\b/.test(word) || (word.match(/\b(19|20)\d\d\b/g) ?? []).some((year) => said.includes(year));
    if (slot.key !== "commodity" && !/^\p{Lu}/u.test(word)) return true;
    return said.includes(word.toLowerCase()) || word.toLowerCase().includes(said);
  };
  return said && words.length && !words.some(fits) ? words.join(", ") : "";
}

export function Told({ id, complaints }: { id: string; complaints: Complaint[] }) {
  if (!complaints.length) return null;
  return (
    <ul class="told" id={id} tabIndex={-1}>
      {complaints.map((each, n) => (
        <li key={n} data-severity={each.severity}>
          {each.message}
        </li>
      ))}
    </ul>
  );
}

interface ValueProps {
  id: string;
  slot: Slot;
  wrong: boolean;
  told: string | undefined;
  onValue: (value: string) => void;
}

function Value({ id, slot, wrong, told, onValue, onTyped }: ValueProps & { onTyped: (value: string) => void }) {
  const kind = KINDS[slot.key];
  const common = { id, "aria-invalid": wrong, "aria-describedby": told };
  if (kind && !slot.value.includes("~")) return <FigureFields kind={kind} {...{ id, slot, wrong, told, onValue }} />;
  if (slot.key === "modality")
    return (
      <select {...common} value={slot.value || "actual"} onChange={(event) => onValue(event.currentTarget.value)}>
        {shell.modalities.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    );
  if (slot.key === "qualifiers") {
    const chosen = slot.value.split(/\s+/).filter(Boolean);
    return (
      <span class="choices" id={id} tabIndex={-1}>
        {shell.qualifiers.map((each) => (
          <label key={each} class="tick">
            <input type="checkbox" checked={chosen.includes(each)} onChange={() => onValue(shell.qualifiers.filter((one) => (one === each) !== chosen.includes(one)).join(" "))} />
            {each.replace("_", " ")}
          </label>
        ))}
      </span>
    );
  }
  return <input {...common} class="wide" type="text" autocomplete="off" spellcheck={false} value={slot.value} placeholder={HINTS[slot.key]} onInput={(event) => onValue(event.currentTarget.value)} onChange={(event) => onTyped(event.currentTarget.value)} />;
}

/** A figure in fields. What is typed stays as it is typed until the value is changed from elsewhere. */
function FigureFields({ kind, id, slot, wrong, told, onValue }: ValueProps & { kind: Kind }) {
  const [fields, setFields] = useState<Fields>(() => parted(kind, slot.value));
  const own = useRef(slot.value);
  // within the rendering itself: later, the next letter may have been typed already, and would be lost
  useLayoutEffect(() => {
    if (slot.value === own.current) return;
    own.current = slot.value;
    setFields(parted(kind, slot.value));
  }, [slot.value]);
  const put = (part: Partial<Fields>) => {
    const next = { ...fields, ...part };
    if (kind === "change" && next.number && !next.basis) next.basis = "unspecified";
    setFields(next);
    own.current = joined(kind, next);
    onValue(own.current);
  };
  const common = { "aria-invalid": wrong, "aria-describedby": told };
  const name = (part: string) => `${slot.key}: ${part}`;
  const unit = { amount: "currency or unit", change: "unit", share: "of what", rank: "among what" }[kind];
  return (
    <span class="figure" data-kind={kind}>
      {kind !== "rank" && (
        <select {...common} class="modifier" aria-label={name("how exact")} value={fields.modifier} onChange={(event) => put({ modifier: event.currentTarget.value })}>
          <option value="">exact</option>
          {shell.modifiers.map((each) => (
            <option key={each} value={each}>
              {each.replace("_", " ")}
            </option>
          ))}
        </select>
      )}
      <input {...common} id={id} class="number" type="text" inputMode="decimal" autocomplete="off" placeholder={{ amount: "3.2bn", change: "+4.5", share: "18.1", rank: "1" }[kind]} value={fields.number} onInput={(event) => put({ number: event.currentTarget.value })} />
      <input {...common} class="unit" type="text" autocomplete="off" list={kind === "change" ? "units" : undefined} aria-label={name(unit)} placeholder={unit} value={fields.unit} onInput={(event) => put({ unit: event.currentTarget.value })} />
      {kind === "change" && (
        <select {...common} class="basis" aria-label={name("basis")} value={fields.basis} onChange={(event) => put({ basis: event.currentTarget.value })}>
          {!fields.basis && <option value="">basis</option>}
          {shell.bases.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
      {kind === "change" && (fields.basis === "period" || fields.base) && (
        <input {...common} class="base" type="text" autocomplete="off" aria-label={name("period compared with")} placeholder="2023-05" value={fields.base} onInput={(event) => put({ base: event.currentTarget.value })} />
      )}
    </span>
  );
}
