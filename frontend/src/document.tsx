/** One document: its text beside all that was read from it. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Charts } from "./charts";
import { Checks, Notices } from "./checks";
import { type Doc, shell } from "./data";
import { Facts } from "./facts";
import { plural } from "./hooks";
import { Light, type Target } from "./light";
import { Legend, Text, told } from "./text";

interface Props {
  document: Doc;
  pin: string;
  onPin: (id: string) => void;
}

export function DocumentView({ document: doc, pin, onPin }: Props) {
  const light = useMemo(() => new Light(doc), [doc]);
  const root = useRef<HTMLDivElement>(null);
  const [pinned, setPinned] = useState<Target | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const failed = useMemo(() => new Set(doc.checks.filter((check) => !check.holds).flatMap((check) => check.facts)), [doc]);
  const failures = doc.checks.filter((check) => !check.holds).length;
  useLayoutEffect(() => {
    const stop = root.current ? light.attach(root.current) : undefined;
    const forget = light.subscribe(() => {
      setPinned(light.pinned);
      const only = light.pinned?.facts.length === 1 && light.pinned.mention === null ? light.pinned.facts[0] : undefined;
      onPin(only === undefined ? "" : (doc.facts[only]?.id ?? ""));
    });
    return () => (stop?.(), forget());
  }, [light]);
  useEffect(() => {
    const letGo = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !(event.target instanceof HTMLInputElement)) light.set(null);
    };
    addEventListener("keydown", letGo); // whatever has the focus
    return () => removeEventListener("keydown", letGo);
  }, [light]);
  useEffect(() => {
    const number = doc.facts.findIndex((fact) => fact.id === pin);
    if (number >= 0) {
      light.set({ facts: [number], mention: null });
      reveal(root.current, light, number);
    }
  }, [light, pin]);
  const text = useMemo(() => <Text document={doc} hidden={hidden} />, [doc, hidden]); // not drawn anew with each pin
  useEffect(() => bringIntoPane(root.current, light), [light]);
  const onClick = useCallback((event: MouseEvent) => clicked(event, light, root.current), [light]);
  const onKeyDown = useCallback((event: KeyboardEvent) => pressed(event, root.current), [light]);
  const toggle = (label: string) => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    setHidden(next);
  };
  const open = pinned?.mention === null && pinned.facts.length === 1 ? (pinned.facts[0] ?? null) : null;
  const checks = doc.checks.length > 0 && (
    <section aria-labelledby="checks" class={failures ? "failing" : undefined}>
      <h2 id="checks">
        Checks <span class="aside">{failures ? `${failures} of ${doc.checks.length} ${failures === 1 ? "does" : "do"} not hold` : doc.checks.length === 1 ? "it holds" : `all ${doc.checks.length} hold`}</span>
      </h2>
      <Checks document={doc} />
    </section>
  );
  return (
    <div class="document" ref={root} onClick={onClick} onKeyDown={onKeyDown}>
      <section class="reading" aria-labelledby="reading">
        <div class="bar-above">
          <h2 id="reading">Text</h2>
          <Legend document={doc} labels={shell.labels} hidden={hidden} onToggle={toggle} />
        </div>
        {text}
        <Inspector document={doc} light={light} root={root} />
      </section>
      <div class="findings">
        {failures > 0 && checks}
        <section aria-labelledby="facts">
          <h2 id="facts" tabIndex={-1}>
            Facts
          </h2>
          <Facts document={doc} light={light} failed={failed} pinned={open} />
        </section>
        {doc.charts.length > 0 && (
          <section aria-labelledby="charts">
            <h2 id="charts">Charts</h2>
            <Charts document={doc} />
          </section>
        )}
        {failures === 0 && checks}
        {doc.notices.length > 0 && (
          <section aria-labelledby="notices">
            <h2 id="notices">Notices</h2>
            <Notices document={doc} />
          </section>
        )}
        {doc.about && (
          <p class="about">
            Read by tradenlp {doc.about.version}, weights <code>{doc.about.model}</code>, from the text with SHA-256{" "}
            <code>{doc.about.text_sha256.slice(0, 16)}…</code>
          </p>
        )}
      </div>
    </div>
  );
}

/** A line below the text that says what is lit. */
function Inspector({ document: doc, light, root }: { document: Doc; light: Light; root: { current: HTMLElement | null } }) {
  const [target, setTarget] = useState<Target | null>(null);
  useEffect(() => {
    const element = root.current;
    const listen = () => setTarget(light.shown);
    element?.addEventListener("lit", listen);
    return () => element?.removeEventListener("lit", listen);
  }, [light]);
  const mention = target && target.mention !== null ? told(doc, target.mention) : null;
  return (
    <div class="inspector">
      {mention && (
        <span class="swatch named" data-label={mention.label || undefined}>
          {mention.label || "evidence"}
        </span>
      )}
      {mention?.note && <bdi>{mention.note}</bdi>}
      {target && target.facts.length > 0 ? (
        <span class="chips">
          {target.facts.slice(0, 12).map((number) => (
            <button key={number} type="button" class="chip" data-fact={number} tabIndex={target === light.pinned ? 0 : -1}>
              {doc.facts[number]?.id} <span class="gist">{gist(doc, number)}</span>
            </button>
          ))}
          {target.facts.length > 12 && `and ${target.facts.length - 12} more`}
        </span>
      ) : (
        <span class="hint">{target ? "in no fact" : plural(doc.facts.length, "fact") + ". Point at one, or at a word; click to pin, Esc to let go."}</span>
      )}
    </div>
  );
}

function gist(doc: Doc, number: number): string {
  const fact = doc.facts[number];
  return fact ? [fact.indicator, fact.amount || fact.change || fact.standing].filter(Boolean).join(" ") : "";
}

function clicked(event: MouseEvent, light: Light, root: HTMLElement | null): void {
  const place = event.target;
  if (!(place instanceof Element) || String(getSelection())) return; // who marks text to copy it pins nothing
  const target = light.targetOf(place);
  if (!target || place.closest("a,input,select,label,.sort,.link")) return;
  light.toggle(target);
  const [first] = target.facts;
  if (first === undefined || !light.pinned) return;
  if (target.mention !== null) show(root?.querySelector(`tr[data-fact="${first}"]`));
  else reveal(root, light, first, place.closest("tr") === null);
}

/** Bring a fact's evidence, and where it was asked for from elsewhere its row, into sight. */
function reveal(root: HTMLElement | null, light: Light, fact: number, withRow = true): void {
  requestAnimationFrame(() => {
    const places = light.placesOf(fact).map((place) => root?.querySelector(`[data-mention="${place}"]`));
    const pane = root?.querySelector<HTMLElement>(".text");
    if (pane && pane.scrollHeight > pane.clientHeight + 1) show(places[0] ?? null);
    if (withRow) show(root?.querySelector(`tr[data-fact="${fact}"]`), "center"); // what it rests on stands below it
  });
}

const PATIENCE = 180; // milliseconds that a fact is pointed at before the text moves

/** Move the text, where it has its own pane, to a fact's evidence if none of it can be seen. */
function bringIntoPane(root: HTMLElement | null, light: Light): () => void {
  let timer = 0;
  const listen = () => {
    clearTimeout(timer);
    const target = light.shown;
    if (target && target.mention === null) timer = setTimeout(() => follow(root, light, target.facts), PATIENCE);
  };
  root?.addEventListener("lit", listen);
  return () => {
    clearTimeout(timer);
    root?.removeEventListener("lit", listen);
  };
}

function follow(root: HTMLElement | null, light: Light, facts: number[]): void {
  const pane = root?.querySelector(".text");
  if (!pane || pane.scrollHeight <= pane.clientHeight + 1) return;
  const room = pane.getBoundingClientRect();
  const places = facts.flatMap((fact) => light.placesOf(fact)).map((place) => pane.querySelector(`[data-mention="${place}"]`)?.getBoundingClientRect());
  const seen = places.some((place) => place && place.bottom > room.top && place.top < room.bottom);
  const [first] = places;
  if (!seen && first) pane.scrollBy({ top: first.top - room.top - room.height / 3, behavior: motion() });
}

const motion = (): ScrollBehavior => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

function show(element: Element | null | undefined, block: ScrollLogicalPosition = "nearest"): void {
  element?.scrollIntoView({ block, inline: "nearest", behavior: motion() });
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function pressed(event: KeyboardEvent, root: HTMLElement | null): void {
  const place = event.target;
  if (!(place instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  const mention = place.matches("[data-mention]");
  if (mention && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    return place.click();
  }
  const kind = mention ? "[data-mention]" : place.matches("button.fact") ? "button.fact" : null;
  if (!kind || !root) return;
  const all = [...root.querySelectorAll<HTMLElement>(kind)];
  const step = STEPS[event.key];
  const next = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : step ? all[all.indexOf(place) + step] : undefined;
  if (!next) return;
  event.preventDefault();
  if (mention) {
    place.tabIndex = -1;
    next.tabIndex = 0;
  }
  next.focus();
}
