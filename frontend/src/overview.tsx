/** The index of many documents. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Entry, shell } from "./data";
import { compare, plural, type Sorting, usePrinting } from "./hooks";
import { Confidence, Pager, SortHead } from "./parts";

type Key = "place" | "title" | "published" | "facts" | "failed" | "notices" | "confidence";
const PER_PAGE = 100;
const haystacks = shell.entries.map((entry) => `${entry.name} ${entry.title} ${entry.published} ${entry.words}`.toLowerCase());

const COLUMNS: [Key, string, boolean][] = [
  ["title", "Release", false],
  ["published", "Published", false],
  ["facts", "Facts", true],
  ["failed", "Checks that fail", true],
  ["notices", "Notices", true],
  ["confidence", "Mean confidence", true],
];

export interface Kept {
  query: string;
  failing: boolean;
  sorting: Sorting<Key>;
  page: number;
}

/** What the reader chose, so that the way back from a document leads to the same place. */
export const kept: Kept = { query: "", failing: false, sorting: { key: "place", down: false }, page: 0 };

export function Overview() {
  const [state, setState] = useState(kept);
  useEffect(() => void Object.assign(kept, state), [state]);
  const set = (part: Partial<Kept>) => setState((old) => ({ ...old, page: 0, ...part }));
  const printing = usePrinting();
  const found = useMemo(() => chosen(state.query, state.failing, state.sorting), [state.query, state.failing, state.sorting]);
  const totals = useMemo(() => sums(shell.entries), []);
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const first = Math.min(state.page, pages - 1) * PER_PAGE;
  const rows = printing ? found : found.slice(first, first + PER_PAGE);
  return (
    <section class="overview" aria-labelledby="index">
      <h2 id="index" class="unseen">
        Releases
      </h2>
      <dl class="totals">
        {totals.map(([name, value, bad]) => (
          <div key={name} data-bad={bad && value > 0 ? "" : undefined}>
            <dd>{value.toLocaleString("en")}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      <div class="tools">
        <input class="search" type="search" aria-label="Search the releases" placeholder="Search titles, names, goods, partners" value={state.query} onInput={(e) => set({ query: e.currentTarget.value })} />
        <label class="tick">
          <input type="checkbox" checked={state.failing} onChange={(e) => set({ failing: e.currentTarget.checked })} /> Only where checks fail
        </label>
        <span class="choice narrow">
          <select aria-label="Sort by" value={state.sorting.key} onChange={(e) => set({ sorting: { key: e.currentTarget.value as Key, down: !["place", "title", "confidence"].includes(e.currentTarget.value) } })}>
            <option value="place">Order as given</option>
            {COLUMNS.map(([key, name]) => (
              <option key={key} value={key}>
                By {name.toLowerCase()}
              </option>
            ))}
          </select>
        </span>
      </div>
      <div class="below-tools">
        <p class="found" role="status">
          {found.length === shell.entries.length ? plural(found.length, "release") : `${found.length.toLocaleString("en")} of ${plural(shell.entries.length, "release")}`}
        </p>
      </div>
      <table class="index" role="table" aria-labelledby="index">
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map(([key, name, right]) => (
              <SortHead key={key} name={key} sorting={state.sorting} onSort={(sorting) => set({ sorting })} right={right}>
                {name}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((place) => (
            <Row key={place} place={place} entry={shell.entries[place] as Entry} />
          ))}
          {!rows.length && (
            <tr role="row">
              <td role="cell" colSpan={6} class="empty">
                No release fits.
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {!printing && <Pager page={first / PER_PAGE} pages={pages} onPage={(page) => set({ page })} label="Pages of releases" />}
    </section>
  );
}

function Row({ place, entry }: { place: number; entry: Entry }) {
  return (
    <tr role="row">
      <td role="cell" class="what">
        <a href={`#/${place + 1}`}>
          <bdi>{entry.title}</bdi>
        </a>
        {entry.name !== entry.title && <bdi class="subject">{entry.name}</bdi>}
      </td>
      <td role="cell" data-name="Published">
        {entry.published || "–"}
      </td>
      <td role="cell" data-name="Facts" class="right">
        {entry.facts}
      </td>
      <td role="cell" data-name="Checks that fail" class="right">
        {entry.failed ? (
          <strong class="mark bad">
            {entry.failed} of {entry.checks}
          </strong>
        ) : entry.checks ? (
          <span class="none">0 of {entry.checks}</span>
        ) : (
          "–"
        )}
      </td>
      <td role="cell" data-name="Notices" class="right">
        {entry.notices || "–"}
      </td>
      <td role="cell" data-name="Mean confidence" class="right">
        {entry.confidence === null ? "–" : <Confidence value={entry.confidence} />}
      </td>
    </tr>
  );
}

function chosen(query: string, failing: boolean, { key, down }: Sorting<Key>): number[] {
  const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
  const places = shell.entries.map((_, place) => place);
  const fitting = places.filter((place) => parts.every((part) => haystacks[place]?.includes(part)) && (!failing || (shell.entries[place]?.failed ?? 0) > 0));
  if (key === "place") return fitting;
  const value = (place: number) => shell.entries[place]?.[key] ?? null;
  return fitting.sort((a, b) => compare(value(a), value(b), down) || a - b);
}

function sums(entries: Entry[]): [string, number, boolean][] {
  const sum = (value: (entry: Entry) => number) => entries.reduce((total, entry) => total + value(entry), 0);
  return [
    ["releases", entries.length, false],
    ["facts", sum((entry) => entry.facts), false],
    ["checks", sum((entry) => entry.checks), false],
    ["that fail", sum((entry) => entry.failed), true],
    ["notices", sum((entry) => entry.notices), false],
  ];
}
