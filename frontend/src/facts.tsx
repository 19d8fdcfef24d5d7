/** The facts as a table that is searched, sorted, copied and unfolded. */
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { copy, csv, save } from "./csv";
import { type Doc, type Fact, type Run, shell } from "./data";
import { compare, plural, type Sorting, usePrinting } from "./hooks";
import type { Light } from "./light";
import { Confidence, Pager, SortHead } from "./parts";

type Key = "text" | "fact" | "period" | "amount" | "change" | "share" | "confidence";
const PER_PAGE = 100;
const NAMES: [Key, string][] = [
  ["text", "Order of the text"],
  ["fact", "Fact"],
  ["period", "Period"],
  ["amount", "Amount"],
  ["change", "Change"],
  ["share", "Share"],
  ["confidence", "Confidence"],
];

interface Props {
  document: Doc;
  light: Light;
  failed: ReadonlySet<string>;
  pinned: number | null;
}

export function Facts({ document: doc, light, failed, pinned }: Props) {
  const [query, setQuery] = useState("");
  const [indicator, setIndicator] = useState("");
  const [least, setLeast] = useState(0);
  const [sorting, setSorting] = useState<Sorting<Key>>({ key: "text", down: false });
  const [page, setPage] = useState(0);
  const [said, setSaid] = useState("");
  const printing = usePrinting();
  const haystacks = useMemo(() => doc.facts.map(words), [doc]);
  const found = useMemo(() => {
    const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = doc.facts
      .map((fact, number) => ({ fact, number }))
      .filter(({ fact, number }) => {
        const fits = parts.every((part) => haystacks[number]?.includes(part));
        return fits && (!indicator || fact.indicator === indicator) && fact.confidence >= least;
      });
    return sorted(kept, sorting);
  }, [doc, haystacks, query, indicator, least, sorting]);
  useEffect(() => setPage(0), [query, indicator, least, sorting]);
  useEffect(() => {
    // what is pinned in the text may stand on another page of the table
    const at = pinned === null ? -1 : found.findIndex(({ number }) => number === pinned);
    if (at >= 0) setPage(Math.floor(at / PER_PAGE));
  }, [pinned]);
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const first = Math.min(page, pages - 1) * PER_PAGE;
  const rows = printing ? found : found.slice(first, first + PER_PAGE);
  useLayoutEffect(() => light.paint());
  const table = () => csv(shell.columns, found.map(({ fact }) => fact.csv));
  const copied = async () => setSaid((await copy(table())) ? `${plural(found.length, "row")} copied` : "The browser refused");
  useEffect(() => {
    const timer = said ? setTimeout(() => setSaid(""), 4000) : undefined;
    return () => clearTimeout(timer);
  }, [said]);
  if (!doc.facts.length) return <p class="empty">No trade facts were read from this text.</p>;
  return (
    <>
      <div class="tools">
        <input class="search" type="search" aria-label="Search the facts" placeholder="Search the facts" value={query} onInput={(e) => setQuery(e.currentTarget.value)} />
        <span class="choice">
          <select aria-label="Indicator" value={indicator} onChange={(e) => setIndicator(e.currentTarget.value)}>
            <option value="">All indicators</option>
            {indicators(doc.facts).map(([name, count]) => (
              <option key={name} value={name}>
                {name} ({count})
              </option>
            ))}
          </select>
        </span>
        <label class="least">
          <span>
            Confidence <span aria-hidden="true">≥</span> <output>{least.toFixed(2)}</output>
          </span>
          <input type="range" min="0" max="0.95" step="0.05" value={least} aria-label="Least confidence" onInput={(e) => setLeast(Number(e.currentTarget.value))} />
        </label>
        <span class="choice narrow">
          <select aria-label="Sort by" value={sorting.key} onChange={(e) => setSorting({ key: e.currentTarget.value as Key, down: ["amount", "change", "share"].includes(e.currentTarget.value) })}>
            {NAMES.map(([key, name]) => (
              <option key={key} value={key}>
                {key === "text" ? name : `By ${name.toLowerCase()}`}
              </option>
            ))}
          </select>
        </span>
      </div>
      <div class="below-tools">
        <p class="found" role="status">
          {said || (found.length === doc.facts.length ? plural(found.length, "fact") : `${found.length} of ${plural(doc.facts.length, "fact")}`)}
        </p>
        <span class="actions">
          <button type="button" class="link" onClick={copied}>
            Copy as CSV
          </button>
          <button type="button" class="link" onClick={() => save(table(), `${doc.name.replace(/[^\w.-]+/g, "-")}.csv`)}>
            Save as CSV
          </button>
        </span>
      </div>
      <table class="facts" role="table" aria-label="Facts">
        <thead role="rowgroup">
          <tr role="row">
            {NAMES.slice(1).map(([key, name]) => (
              <SortHead key={key} name={key} sorting={sorting} onSort={setSorting} right={["amount", "change", "share"].includes(key)}>
                {key === "share" ? "Share, rank" : key === "confidence" ? <span title="Confidence">Conf.</span> : name}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ fact, number }) => (
            <Row key={number} doc={doc} fact={fact} number={number} light={light} broken={failed.has(fact.id)} open={pinned === number} />
          ))}
          {!rows.length && (
            <tr role="row">
              <td role="cell" colSpan={6} class="empty">
                No fact fits. <button type="button" class="link" onClick={() => (setQuery(""), setIndicator(""), setLeast(0))}>Show all</button>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {!printing && <Pager page={first / PER_PAGE} pages={pages} onPage={setPage} label="Pages of facts" />}
    </>
  );
}

interface RowProps {
  doc: Doc;
  fact: Fact;
  number: number;
  light: Light;
  broken: boolean;
  open: boolean;
}

function Row({ doc, fact, number, light, broken, open }: RowProps) {
  const subject = [fact.who, fact.partner && `${direction(fact.indicator)} ${fact.partner}`].filter(Boolean).join(" ");
  return (
    <>
      <tr role="row" data-fact={number} data-level={fact.confidence < 0.5 ? "low" : undefined} class={open ? "open" : undefined}>
        <td role="cell" class="what">
          <button type="button" class="fact" aria-expanded={open} aria-label={`${fact.id}: ${[fact.indicator, subject, fact.what].filter(Boolean).join(", ")}`}>
            <span class="indicator">{fact.indicator}</span>
            {fact.what && <bdi class="goods">{fact.what}</bdi>}
          </button>
          {subject && <bdi class="subject">{subject}</bdi>}
          {(fact.marks.length > 0 || broken) && (
            <span class="marks">
              {broken && <span class="mark bad">does not add up</span>}
              {fact.marks.map((mark) => (
                <span key={mark} class="mark">
                  {mark}
                </span>
              ))}
            </span>
          )}
        </td>
        <td role="cell" data-name="Period">
          <Figure value={fact.period} />
        </td>
        <td role="cell" data-name="Amount" class="right">
          <Figure value={fact.amount.replace(/^([^\d]*)-/, "$1−")} />
        </td>
        <td role="cell" data-name="Change" class="right">
          {fact.change.split(", ").map((part) => (
            <span key={part} class={part.length <= SHORT ? "change short" : "change"} data-sign={/^[^\d]*[-−]/.test(part) ? "down" : "up"}>
              {part.replace("-", "−")}
            </span>
          ))}
        </td>
        <td role="cell" data-name="Share, rank" class="right">
          {fact.standing}
        </td>
        <td role="cell" data-name="Confidence" class="sure">
          <Confidence value={fact.confidence} />
        </td>
      </tr>
      {open && <Details doc={doc} fact={fact} number={number} light={light} />}
    </>
  );
}

const SHORT = 14;

/** Short figures stay on one line; numbers stand apart from their unit, so that a column of them can be compared. */
function Figure({ value }: { value: string }) {
  const at = value.search(/(?<=\d(?: [btm]n)?) (?![btm]n)[^\d]/);
  const short = value.length <= SHORT ? "short" : undefined;
  if (at < 0) return <bdi class={short}>{value}</bdi>;
  return (
    <bdi class={short}>
      <span class="number">{value.slice(0, at)}</span> <span class="unit">{value.slice(at + 1)}</span>
    </bdi>
  );
}

function Details({ doc, fact, number, light }: Omit<RowProps, "broken" | "open">) {
  const quotes = quoted(doc, light.placesOf(number), number);
  return (
    <tr role="row" class="details">
      <td role="cell" colSpan={6}>
        <dl>
          {fact.slots.map(([role, value, more], n) => {
            const mine = quotes.filter((quote) => quote.roles.includes(role) || (role === "change" && quote.roles.includes("changes")));
            return (
              <div key={n}>
                <dt>{role}</dt>
                <dd>
                  <bdi class="value">{value}</bdi>
                  {more && more !== value && <bdi class="more">{more}</bdi>}
                  {fact.slots.findIndex(([name]) => name === role) === n &&
                    mine.map((quote) => (
                      <q key={quote.place} class="quote">
                        <bdi>
                          {quote.before}
                          <mark>{quote.text}</mark>
                          {quote.after}
                        </bdi>
                      </q>
                    ))}
                </dd>
              </div>
            );
          })}
        </dl>
        <p class="id">{fact.id}</p>
      </td>
    </tr>
  );
}

interface Quote {
  place: number;
  roles: string[];
  before: string;
  text: string;
  after: string;
}

const AROUND = 48;

/** The evidence of a fact with the words around it. */
function quoted(doc: Doc, places: number[], fact: number): Quote[] {
  const wanted = new Set(places);
  const out: Quote[] = [];
  let number = 0;
  for (const line of doc.lines ?? []) {
    line.runs.forEach((run, at) => {
      if (typeof run === "string" || !wanted.has(number++)) return;
      const before = line.runs.slice(0, at).map(plain).join("");
      const after = line.runs.slice(at + 1).map(plain).join("");
      out.push({
        place: number - 1,
        roles: run[3].filter(([use]) => use === fact).map(([, role]) => role),
        before: before.length > AROUND ? `…${before.slice(-AROUND).replace(/^\S*\s/, "")}` : before,
        text: run[0],
        after: after.length > AROUND ? `${after.slice(0, AROUND).replace(/\s\S*$/, "")}…` : after,
      });
    });
  }
  return out;
}

const plain = (run: Run): string => (typeof run === "string" ? run : run[0]);

const direction = (indicator: string): string => (indicator === "exports" || indicator === "re-exports" ? "→" : indicator === "imports" ? "←" : "↔");

const words = (fact: Fact): string =>
  [fact.id, fact.indicator, ...fact.marks, fact.who, fact.partner, fact.what, fact.period, fact.amount, fact.change, fact.standing, ...fact.slots.flat()].join(" ").toLowerCase();

function indicators(facts: Fact[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const fact of facts) counts.set(fact.indicator, (counts.get(fact.indicator) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}

function sorted<T extends { fact: Fact; number: number }>(items: T[], { key, down }: Sorting<Key>): T[] {
  if (key === "text") return items;
  const by = {
    fact: (f: Fact) => `${f.indicator} ${f.what} ${f.who} ${f.partner}`,
    period: (f: Fact) => f.order.start,
    amount: (f: Fact) => f.order.amount,
    change: (f: Fact) => f.order.change,
    share: (f: Fact) => f.order.share,
    confidence: (f: Fact) => f.confidence,
  }[key];
  const unit = (f: Fact) => (key === "amount" ? f.order.unit : "");
  return [...items].sort(
    (a, b) => Number(by(a.fact) === null) - Number(by(b.fact) === null) || compare(unit(a.fact), unit(b.fact), false) || compare(by(a.fact), by(b.fact), down) || a.number - b.number,
  );
}
