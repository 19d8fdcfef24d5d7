/** Each change goes to the server soon after it was made; what is told to be changed elsewhere is never overwritten unasked. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Complaint, type Draft, open, type Opened, Refused, save, type Status } from "./desk-data";

const PAUSE = 400; // milliseconds without a change before it is sent
const AGAIN = 3000; // after which a server that does not answer is asked again

export interface Saving {
  state: "saved" | "saving" | "failed" | "stale";
  message: string;
  written: boolean;
  changed: boolean; // whether anything of this release was ever kept
  complaints: Complaint[];
  takeTheirs: () => void;
  keepMine: () => void;
  flush: () => Promise<boolean>;
}

interface Told {
  state: Saving["state"];
  message: string;
  written: boolean;
  complaints: Complaint[];
}

export function useSaving(opened: Opened, draft: Draft, load: (draft: Draft) => void, onStatus: (status: Status) => void): Saving {
  const [told, tell] = useState<Told>({ state: "saved", message: "", written: opened.written, complaints: opened.complaints });
  const desk = useRef({ revision: opened.revision, kept: opened.draft, draft, theirs: null as { revision: number; draft: Draft } | null, busy: null as Promise<boolean> | null, timer: 0 });
  const here = desk.current;
  here.draft = draft;

  const send = async (last = false): Promise<boolean> => {
    clearTimeout(here.timer);
    if (here.busy) await here.busy;
    if (here.theirs) return false;
    if (here.draft === here.kept) {
      tell((now) => (now.state === "saving" ? { ...now, state: "saved" } : now)); // a change that was taken back
      return true;
    }
    const sent = here.draft;
    here.busy = attempt(sent, last);
    const right = await here.busy;
    here.busy = null;
    if (right && here.draft !== sent && here.draft !== here.kept) later(PAUSE);
    return right;
  };
  const attempt = async (sent: Draft, last: boolean): Promise<boolean> => {
    // what went wrong stays in sight until it goes right: an alert that comes and goes is read out each time
    tell((now) => ({ ...now, state: now.state === "failed" ? "failed" : "saving" }));
    try {
      const saved = await save(opened.id, sent, here.revision, last);
      here.revision = saved.revision;
      here.kept = sent;
      tell({ state: "saved", message: "", written: saved.written, complaints: saved.complaints });
      onStatus(saved.status);
      return true;
    } catch (error) {
      const refused = error instanceof Refused ? error : null;
      if (refused?.status === 409 && refused.body.draft) {
        here.theirs = { revision: refused.body.revision ?? 0, draft: refused.body.draft };
        tell((now) => ({ ...now, state: "stale", message: refused.message }));
      } else {
        tell((now) => ({ ...now, state: "failed", message: refused?.message ?? "Not saved: the desk does not answer. Start it again and leave this page open until then." }));
        if (!refused || refused.status >= 500) later(AGAIN); // a full disk may have room again
      }
      return false;
    }
  };
  const later = (pause: number) => {
    clearTimeout(here.timer);
    here.timer = setTimeout(() => void send(), pause);
  };

  useEffect(() => {
    if (draft !== here.kept && !here.theirs) {
      tell((now) => ({ ...now, state: now.state === "failed" ? "failed" : "saving" }));
      later(PAUSE);
    }
  }, [draft]);
  useEffect(() => {
    const leave = () => void send(true);
    const hold = (event: BeforeUnloadEvent) => {
      if (here.draft !== here.kept) event.preventDefault();
    };
    const look = async () => {
      if (document.visibilityState === "hidden") return leave();
      if (here.draft !== here.kept || here.busy) return;
      const now = await open(opened.id).catch(() => null);
      if (now && now.revision !== here.revision && here.draft === here.kept) take(now.revision, now.draft, now.complaints, now.written);
    };
    addEventListener("pagehide", leave);
    addEventListener("beforeunload", hold);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("pagehide", leave);
      removeEventListener("beforeunload", hold);
      document.removeEventListener("visibilitychange", look);
      void send();
    };
  }, []);

  const take = (revision: number, theirs: Draft, complaints: Complaint[], written: boolean) => {
    Object.assign(here, { revision, kept: theirs, draft: theirs, theirs: null });
    tell({ state: "saved", message: "", written, complaints });
    load(theirs);
  };
  const takeTheirs = async () => {
    const now = await open(opened.id).catch(() => null);
    if (now) take(now.revision, now.draft, now.complaints, now.written);
  };
  const keepMine = () => {
    here.revision = here.theirs?.revision ?? here.revision;
    here.theirs = null;
    void send();
  };
  const state = told.state === "saved" && draft !== here.kept ? "saving" : told.state; // told with the change itself, not after it
  return { ...told, state, changed: here.revision > 0, takeTheirs, keepMine, flush: () => send() };
}
