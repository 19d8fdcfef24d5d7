/** Small parts that several views share. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Sorting } from "./hooks";

export function Confidence({ value }: { value: number }) {
  const level = value >= 0.8 ? "high" : value >= 0.5 ? "fair" : "low";
  return (
    <span class="confidence" data-level={level}>
      <span class="meter" aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(value * 100)}%` }} />
      </span>
      <span class="number">{value.toFixed(2)}</span>
      <span class="level">{level}</span>
    </span>
  );
}

interface HeadProps<Key extends string> {
  name: Key;
  sorting: Sorting<Key>;
  onSort: (sorting: Sorting<Key>) => void;
  children: ComponentChildren;
  right?: boolean;
}

export function SortHead<Key extends string>({ name, sorting, onSort, children, right }: HeadProps<Key>) {
  const active = sorting.key === name;
  const direction = active ? (sorting.down ? "descending" : "ascending") : "none";
  return (
    <th role="columnheader" scope="col" aria-sort={direction} class={right ? "right" : undefined}>
      <button type="button" class="sort" onClick={() => onSort({ key: name, down: active ? !sorting.down : Boolean(right) })}>
        {children}
        <span class="arrow" aria-hidden="true">
          {active ? (sorting.down ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}

interface PagerProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
  label: string;
}

export function Pager({ page, pages, onPage, label }: PagerProps) {
  if (pages < 2) return null;
  return (
    <nav class="pager" aria-label={label}>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Previous
      </button>
      <span>
        Page {page + 1} of {pages}
      </span>
      <button type="button" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
        Next
      </button>
    </nav>
  );
}

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const KEPT_AS = "tradenlp-theme";

function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEPT_AS)) ?? "auto";
  } catch {
    return "auto"; // pages from a disk may have no storage
  }
}

export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(kept);
  useLayoutEffect(() => {
    // before anything is painted in the wrong colours
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(KEPT_AS, theme);
    } catch {
      // nothing is kept then
    }
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
  return (
    <button type="button" class="quiet theme" onClick={() => setTheme(next)}>
      <span class="disc" data-theme-now={theme} aria-hidden="true" />
      <span class="unseen">Theme: </span>
      {theme}
    </button>
  );
}
