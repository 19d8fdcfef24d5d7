/** What the page was given: the shell with its index, and each document, unpacked when it is opened. */

export type Use = [fact: number, role: string];
export type Run = string | [text: string, label: string, note: string, uses: Use[]];
export interface Line {
  kind: "head" | "cells" | "prose";
  runs: Run[];
}
export interface Order {
  unit: string;
  amount: number | null;
  change: number | null;
  share: number | null;
  start: string | null;
}
export interface Fact {
  id: string;
  indicator: string;
  marks: string[];
  who: string;
  partner: string;
  what: string;
  period: string;
  amount: string;
  change: string;
  standing: string;
  confidence: number;
  order: Order;
  slots: [role: string, value: string, more: string][];
  csv: string[];
}
export interface Check {
  title: string;
  sum: string;
  holds: boolean;
  facts: string[];
  reason: string;
}
export type Bar = [fact: number, label: string, level: number | null, shown: string, change: number | null, moved: string];
export interface Chart {
  title: string;
  frame: string;
  bars: Bar[];
  more: number;
}
export interface Doc {
  name: string;
  title: string;
  published: string;
  lines: Line[] | null;
  facts: Fact[];
  checks: Check[];
  notices: { code: string; message: string }[];
  charts: Chart[];
  about: { text_sha256: string; version: string; model: string } | null;
}
export interface Entry {
  name: string;
  title: string;
  published: string;
  facts: number;
  checks: number;
  failed: number;
  notices: number;
  confidence: number | null;
  words: string;
}
export interface Shell {
  title: string;
  version: string;
  columns: string[];
  labels: string[];
  entries: Entry[];
}

const text = (id: string): string => document.getElementById(id)?.textContent ?? "";

export const shell: Shell = JSON.parse(text("shell"));

const KEPT = 8;
const opened = new Map<number, Promise<Doc>>();

/** Unpack a document; the last few stay unpacked. */
export function load(number: number): Promise<Doc> {
  const found = opened.get(number) ?? unpack(text(`d${number}`));
  opened.delete(number);
  opened.set(number, found);
  for (const old of opened.keys()) {
    if (opened.size <= KEPT) break;
    opened.delete(old);
  }
  return found;
}

async function unpack(base64: string): Promise<Doc> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}
