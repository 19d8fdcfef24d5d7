/** What the desk gets from its server and sends back, and the closed vocabularies that the page came with. */

export interface Mark {
  id: string;
  label: string;
  start: number;
  end: number;
}
export interface Slot {
  key: string;
  marks: string[];
  value: string;
}
export type State = "proposed" | "accepted" | "edited" | "added";
export interface Fact {
  key: number;
  indicator: string;
  marks: string[];
  slots: Slot[];
  state: State;
  confidence: number | null;
}
export type Status = "open" | "done" | "skipped";
export interface Draft {
  head: Record<string, string>;
  marks: Mark[];
  facts: Fact[];
  status: Status;
}
export interface Complaint {
  severity: "error" | "warning";
  message: string;
  head: string;
  fact: number | null;
  slot: number | null;
  mark: string;
}
export interface Opened {
  id: string;
  text: string;
  failed: string[]; // sums that do not hold in what was read at first
  words: [number, number][];
  draft: Draft;
  revision: number;
  written: boolean;
  complaints: Complaint[];
}
export interface Saved {
  revision: number;
  written: boolean;
  complaints: Complaint[];
  status: Status;
}
export interface Row {
  id: string;
  title: string;
  published: string;
  facts: number;
  confidence: number | null;
  failed: number;
  doubt: number;
  status: Status;
  begun: boolean;
}
export interface Queue {
  items: Row[];
  at: string;
}
interface Shell {
  version: string;
  labels: [label: string, key: string][];
  figures: string[];
  indicators: string[];
  slots: string[];
  modifiers: string[];
  bases: string[];
  modalities: string[];
  qualifiers: string[];
}

export const shell: Shell = JSON.parse(document.getElementById("shell")?.textContent ?? "{}");

/** What the server says where it does not do what was asked. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: { revision?: number; draft?: Draft },
  ) {
    super(message);
  }
}

async function call<T>(method: string, path: string, sent?: object, keepalive = false): Promise<T> {
  // relative, so that the token of the page's own address goes with it
  const body = sent === undefined ? undefined : JSON.stringify(sent);
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const options: RequestInit = { method, headers, credentials: "omit", keepalive: keepalive && (body?.length ?? 0) < KEPT_ALIVE };
  if (body !== undefined) options.body = body;
  const answer = await fetch(`api/${path}`, options);
  const found = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, String(found.message), found);
  return found as T;
}

const KEPT_ALIVE = 20_000; // characters; browsers allow 64 KiB, whatever the script

export const queue = () => call<Queue>("GET", "queue");
export const open = (id: string) => call<Opened>("GET", `releases/${encodeURIComponent(id)}`);
export const remember = (id: string) => call<null>("POST", `releases/${encodeURIComponent(id)}/open`, {});
export const save = (id: string, draft: Draft, revision: number, last: boolean) => call<Saved>("PUT", `releases/${encodeURIComponent(id)}`, { draft, revision }, last);

/** What a slot reads when it rests on a mark; empty where the mark cannot be read. */
export async function read(id: string, slot: string, mark: Mark, trend = ""): Promise<string> {
  const { label, start, end } = mark;
  const answer = await call<{ value: string }>("POST", `releases/${encodeURIComponent(id)}/value`, { slot, label, start, end, trend });
  return answer.value;
}
