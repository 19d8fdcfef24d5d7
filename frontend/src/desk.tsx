/** The desk: a queue of releases, and the one that is open. */
import { render } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { open, type Opened, type Queue, queue, remember, type Status, shell } from "./desk-data";
import { ReleaseView } from "./desk-release";
import { plural } from "./hooks";
import { ThemeButton } from "./parts";

const asked = (): string => {
  try {
    return decodeURIComponent(location.hash.replace(/^#\//, ""));
  } catch {
    return "";
  }
};

function App() {
  const [list, setList] = useState<Queue | null>(null);
  const [id, setId] = useState(asked);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [broken, setBroken] = useState("");
  const [all, setAll] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const flush = useRef<() => Promise<boolean>>(async () => true);
  const fail = (error: unknown) => setBroken(error instanceof Error && error.name !== "TypeError" ? error.message : "The desk does not answer. Start it again, and open the address it prints.");
  useEffect(() => {
    queue().then((found) => {
      setList(found);
      setId((now) => (found.items.some((row) => row.id === now) ? now : found.at));
    }, fail);
    const follow = () => ((moved.current = true), setId(asked()));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    let wanted = true;
    const show = async () => {
      if (!list || !id) return;
      await flush.current();
      const found = await open(id);
      if (!wanted) return;
      history.replaceState(null, "", `#/${encodeURIComponent(id)}`);
      setOpened(found);
      setAll(false);
      await remember(id);
    };
    show().catch(fail);
    return () => void (wanted = false);
  }, [id, list === null]);
  useEffect(() => {
    document.title = opened ? `${opened.id} · tradenlp review` : "tradenlp review";
    if (moved.current) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
  }, [opened]);
  const onStatus = useCallback((of: string, status: Status) => {
    setList((now) => now && { ...now, items: now.items.map((row) => (row.id === of ? { ...row, status, begun: true } : row)) });
  }, []);
  const rows = list?.items ?? [];
  const done = rows.filter((row) => row.status === "done").length;
  const skipped = rows.filter((row) => row.status === "skipped").length;
  const at = rows.findIndex((row) => row.id === id);
  const onNext = useCallback(() => {
    const rest = [...rows.slice(at + 1), ...rows.slice(0, at)];
    const next = rest.find((row) => row.status === "open");
    if (next) location.hash = `#/${encodeURIComponent(next.id)}`;
    else setAll(true);
  }, [list, at]);
  const row = rows[at];
  return (
    <>
      <a class="skip" href="#facts" onClick={(event) => (event.preventDefault(), document.getElementById("facts")?.focus())}>
        Skip to the facts
      </a>
      <header class="masthead">
        <div class="way">
          <span class="brand">tradenlp review</span>
          {list && (
            <button type="button" class="quiet" aria-expanded={all} aria-controls="queue" onClick={() => setAll(!all)}>
              Queue
            </button>
          )}
          {list && (
            <span class="progress" role="status">
              <progress max={rows.length} value={done + skipped} aria-label="Releases reviewed" />
              {done} of {plural(rows.length, "release")} done{skipped > 0 && `, ${skipped} skipped`}
            </span>
          )}
          {at > 0 && <a href={`#/${encodeURIComponent(rows[at - 1]?.id ?? "")}`}>Previous</a>}
          {at >= 0 && at < rows.length - 1 && <a href={`#/${encodeURIComponent(rows[at + 1]?.id ?? "")}`}>Next</a>}
          <ThemeButton />
        </div>
        {list && all && <QueueList rows={rows} id={id} />}
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{row?.title ?? "Review"}</bdi>
        </h1>
      </header>
      <main>
        {broken && (
          <p class="broken" role="alert">
            {broken}
          </p>
        )}
        {opened && opened.id === id && <ReleaseView key={opened.id} opened={opened} onStatus={onStatus} onNext={onNext} flush={flush} />}
      </main>
      <footer>tradenlp {shell.version}. This page talks to this computer alone.</footer>
    </>
  );
}

function QueueList({ rows, id }: { rows: Queue["items"]; id: string }) {
  return (
    <nav id="queue" class="queue" aria-label="Releases, the most telling first">
      <ol>
        {rows.map((row) => (
          <li key={row.id} data-status={row.status}>
            <a href={`#/${encodeURIComponent(row.id)}`} aria-current={row.id === id ? "page" : undefined}>
              <bdi>{row.title}</bdi>
            </a>
            <span class="aside">
              {row.status !== "open" ? <span class="mark">{row.status}</span> : row.begun ? <span class="mark">begun</span> : null} {plural(row.facts, "fact")}, doubt {row.doubt.toFixed(2)}
              {row.failed > 0 && `, ${plural(row.failed, "check")} failed`}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const app = document.getElementById("app");
if (app) render(<App />, app);
