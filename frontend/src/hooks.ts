import { options } from "preact";
import { useEffect, useState } from "preact/hooks";

/** True while the page is being printed, so that what is paged or folded can be laid open. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => {
      // The browser takes the page as it stands when this returns.
      const usual = options.debounceRendering;
      options.debounceRendering = (render) => render();
      setPrinting(true);
      options.debounceRendering = usual;
    };
    const after = () => setPrinting(false);
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}

export interface Sorting<Key extends string> {
  key: Key;
  down: boolean;
}

/** Compare numbers and words; what is missing comes last whichever way is sorted. */
export function compare(a: number | string | null, b: number | string | null, down: boolean): number {
  const missing = (value: number | string | null) => value === null || value === "";
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  return down ? -order : order;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
