/** The page: which document is open, and the frame around it. */
import { render } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Doc, load, shell } from "./data";
import { DocumentView } from "./document";
import { plural } from "./hooks";
import { Overview } from "./overview";
import { ThemeButton } from "./parts";

interface Route {
  number: number | null;
  fact: string;
}

/** `#/` is the index, `#/3` the third document, `#/3/F2` its fact F2; the only document is open at once. */
function routed(): Route {
  const [, number, fact] = location.hash.match(/^#\/(\d+)(?:\/(.*))?$/) ?? [];
  const place = Number(number) - 1;
  if (number && place >= 0 && place < shell.entries.length) return { number: place, fact: decoded(fact ?? "") };
  return { number: shell.entries.length === 1 ? 0 : null, fact: "" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

function App() {
  const [route, setRoute] = useState(routed);
  const [doc, setDoc] = useState<{ number: number; data: Doc } | null>(null);
  const [broken, setBroken] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    const follow = () => {
      moved.current = true;
      setRoute(routed());
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const { number } = route;
  useEffect(() => {
    let wanted = true;
    if (number === null) setDoc(null);
    else
      load(number).then(
        (data) => wanted && setDoc({ number, data }),
        () => wanted && setBroken("This document cannot be unpacked: the file is damaged, or the browser too old."),
      );
    return () => void (wanted = false);
  }, [number]);
  const open = number !== null && doc?.number === number ? doc : null;
  useEffect(() => {
    document.title = open ? open.data.title : shell.title;
    if (!moved.current) return;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [open, number]);
  const onPin = useCallback(
    (fact: string) => {
      const hash = number === null ? "#/" : `#/${number + 1}${fact ? `/${encodeURIComponent(fact)}` : ""}`;
      history.replaceState(null, "", hash);
    },
    [number],
  );
  const entry = number === null ? null : shell.entries[number];
  return (
    <>
      {entry && (
        <a class="skip" href="#facts" onClick={(event) => (event.preventDefault(), document.getElementById("facts")?.focus())}>
          Skip to the facts
        </a>
      )}
      <header class="masthead">
        <div class="way">
          {entry && shell.entries.length > 1 ? <a href="#/">All {plural(shell.entries.length, "release")}</a> : <span class="brand">tradenlp report</span>}
          {entry && shell.entries.length > 1 && number !== null && (
            <nav aria-label="Releases">
              <Step to={number - 1} name="Previous" />
              <span class="place">
                {number + 1} / {shell.entries.length.toLocaleString("en")}
              </span>
              <Step to={number + 1} name="Next" />
            </nav>
          )}
          <ThemeButton />
        </div>
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{entry ? entry.title : shell.title}</bdi>
        </h1>
        {entry && (
          <ul class="summary">
            {entry.name !== entry.title && (
              <li>
                <bdi>{entry.name}</bdi>
              </li>
            )}
            <li>{entry.published ? `published ${entry.published}` : "date unknown"}</li>
            <li>{plural(entry.facts, "fact")}</li>
            <li>
              {plural(entry.checks, "check")}
              {entry.failed > 0 && <strong class="mark bad">{entry.failed} {entry.failed === 1 ? "does" : "do"} not hold</strong>}
            </li>
          </ul>
        )}
      </header>
      <main>
        {broken && <p class="broken" role="alert">{broken}</p>}
        {number === null ? <Overview /> : open && <DocumentView key={open.number} document={open.data} pin={route.fact} onPin={onPin} />}
      </main>
      <footer>Made by tradenlp {shell.version}. Every figure is read from the text; this page loads and sends nothing.</footer>
    </>
  );
}

function Step({ to, name }: { to: number; name: string }) {
  if (to < 0 || to >= shell.entries.length) return <span class="off">{name}</span>;
  return <a href={`#/${to + 1}`}>{name}</a>;
}

const app = document.getElementById("app");
if (app) render(<App />, app);
