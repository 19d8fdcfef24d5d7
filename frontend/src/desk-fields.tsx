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

interface Props {
  id: string;
  slot: Slot;
  marks: Mark[];
  text: string;
  active: boolean;
  complaints: Complaint[];
  onActive: () => void;
  onValue: (value: string) => void;
  onUnmark: (mark: string) => void;
}

export function SlotField({ id, slot, marks, text, active, complaints, onActive, onValue, onUnmark }: Props) {
  const told = `${id}-told`;
  const wrong = complaints.some((each) => each.severity === "error");
  const pointed = !["modality", "qualifiers", "tags"].includes(slot.key);
  const field = { id, slot, wrong, told: complaints.length ? told : undefined, onValue };
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
            <button type="button" class="link point" aria-pressed={active} onClick={onActive}>
              {active ? "click a mark in the text" : "point"}
            </button>
          </span>
        )}
        <Told id={told} complaints={complaints} />
      </div>
    </div>
  );
}

export function Told({ id, complaints }: { id: string; complaints: Complaint[] }) {
  if (!complaints.length) return null;
  return (
    <ul class="told" id={id}>
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

function Value({ id, slot, wrong, told, onValue }: ValueProps) {
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
  return <input {...common} class="wide" type="text" autocomplete="off" spellcheck={false} value={slot.value} placeholder={HINTS[slot.key]} onInput={(event) => onValue(event.currentTarget.value)} />;
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
