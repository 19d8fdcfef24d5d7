/** Whether figures add up, and what else there is to know of a document. */
import { useState } from "preact/hooks";
import type { Check, Doc } from "./data";
import { plural, usePrinting } from "./hooks";

const FEW = 4; // checks that are shown where all hold

export function Checks({ document }: { document: Doc }) {
  const [all, setAll] = useState(false);
  const printing = usePrinting();
  const failed = document.checks.filter((check) => !check.holds).length;
  const shown = all || printing ? document.checks : document.checks.slice(0, failed || FEW);
  const places = new Map(document.facts.map((fact, number) => [fact.id, number]));
  const hidden = document.checks.length - shown.length;
  return (
    <>
      <ul class="checks">
        {shown.map((check, n) => (
          <Item key={n} check={check} places={places} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" class="link more-below" onClick={() => setAll(true)}>
          Show {plural(hidden, "more check")} that {hidden === 1 ? "holds" : "hold"}
        </button>
      )}
    </>
  );
}

function Item({ check, places }: { check: Check; places: Map<string, number> }) {
  const numbers = check.facts.map((id) => places.get(id)).filter((place) => place !== undefined);
  return (
    <li data-facts={numbers.join(" ")} data-holds={check.holds}>
      <span class="verdict">
        <span aria-hidden="true">{check.holds ? "✓" : "✕"}</span> {check.holds ? "holds" : "does not hold"}
      </span>
      <span class="title">{check.title}</span>
      <span class="sum">{check.sum}</span>
      {check.reason && <span class="reason">{check.reason}</span>}
      <span class="chips">
        {check.facts.map((id) => {
          const place = places.get(id);
          return place === undefined ? (
            <span key={id}>{id}</span>
          ) : (
            <button key={id} type="button" class="chip" data-fact={place} aria-label={`Show fact ${id}`}>
              {id}
            </button>
          );
        })}
      </span>
    </li>
  );
}

export function Notices({ document }: { document: Doc }) {
  return (
    <ul class="notices">
      {document.notices.map((notice, n) => (
        <li key={n}>
          <code>{notice.code}</code> <bdi>{notice.message}</bdi>
        </li>
      ))}
    </ul>
  );
}
