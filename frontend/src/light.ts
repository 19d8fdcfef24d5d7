/**
 * What is lit: the facts that a pointer or the focus is on, or that were pinned, with their evidence in the text.
 *
 * It works on the elements themselves and not through the components, so that a pointer that sweeps over a long text
 * costs next to nothing. Elements take part by `data-mention` (a run of the text), `data-fact` or `data-facts`.
 */
import type { Doc } from "./data";

export interface Target {
  facts: number[];
  mention: number | null;
}

interface Mention {
  uses: [number, string][];
  joined: boolean; // to the one before it, with nothing between
}

export class Light {
  private hovered: Target | null = null;
  private focused: Target | null = null;
  private pin: Target | null = null;
  private lit: Element[] = [];
  private readonly mentions: Mention[] = [];
  private readonly evidence = new Map<number, number[]>();
  private readonly heard = new Set<() => void>();
  private root: HTMLElement | null = null;

  constructor(document: Doc) {
    for (const line of document.lines ?? []) {
      for (const [at, run] of line.runs.entries()) {
        if (typeof run === "string") continue;
        for (const [fact] of run[3]) {
          const places = this.evidence.get(fact) ?? [];
          places.push(this.mentions.length);
          this.evidence.set(fact, places);
        }
        this.mentions.push({ uses: run[3], joined: at > 0 && typeof line.runs[at - 1] !== "string" });
      }
    }
  }

  get pinned(): Target | null {
    return this.pin;
  }

  get shown(): Target | null {
    return this.hovered ?? this.focused ?? this.pin;
  }

  subscribe(listener: () => void): () => void {
    this.heard.add(listener);
    return () => void this.heard.delete(listener);
  }

  /** Take part in all that happens inside an element. */
  attach(root: HTMLElement): () => void {
    this.root = root;
    const stop = new AbortController();
    const options = { signal: stop.signal };
    const pointed = (event: PointerEvent) => {
      if (event.pointerType === "touch") return;
      this.hovered = this.targetOf(event.target);
      this.paint();
    };
    root.addEventListener("pointerover", pointed, options);
    root.addEventListener("pointerleave", () => ((this.hovered = null), this.paint()), options);
    root.addEventListener("focusin", (event) => ((this.focused = this.targetOf(event.target)), this.paint()), options);
    root.addEventListener("focusout", () => ((this.focused = null), this.paint()), options);
    return () => stop.abort();
  }

  targetOf(place: EventTarget | null): Target | null {
    const element = place instanceof Element ? place.closest("[data-mention],[data-fact],[data-facts]") : null;
    if (!(element instanceof HTMLElement)) return null;
    const { mention, fact, facts } = element.dataset;
    if (mention !== undefined) {
      const number = Number(mention);
      return { facts: [...new Set(this.mentions[number]?.uses.map(([use]) => use))], mention: number };
    }
    if (fact !== undefined) return { facts: [Number(fact)], mention: null };
    return { facts: (facts ?? "").split(" ").filter(Boolean).map(Number), mention: null };
  }

  /** Pin what is given, or let go of it where it is pinned already. */
  toggle(target: Target | null): void {
    const same = target && this.pin && target.mention === this.pin.mention && String(target.facts) === String(this.pin.facts);
    this.set(same ? null : target);
  }

  set(target: Target | null): void {
    this.pin = target;
    for (const listener of [...this.heard]) listener();
    this.paint();
  }

  /** The runs of the text that a fact rests on. */
  placesOf(fact: number): number[] {
    return this.evidence.get(fact) ?? [];
  }

  /** Mark what is lit; to be called again once elements were made anew. */
  paint(): void {
    for (const element of this.lit) {
      element.removeAttribute("data-lit");
      element.removeAttribute("data-role");
    }
    this.lit = [];
    const target = this.shown;
    this.root?.toggleAttribute("data-lighting", target !== null);
    if (target && this.root) this.light(target, this.root);
    this.root?.dispatchEvent(new CustomEvent("lit", { detail: target }));
  }

  private light(target: Target, root: HTMLElement): void {
    for (const fact of target.facts) {
      for (const element of root.querySelectorAll(`[data-fact="${fact}"]`)) this.mark(element);
    }
    if (target.mention !== null) this.mark(root.querySelector(`[data-mention="${target.mention}"]`));
    else {
      for (const fact of target.facts) {
        for (const place of this.placesOf(fact)) {
          const role = this.roles(place, target.facts);
          const told = this.mentions[place]?.joined && role === this.roles(place - 1, target.facts);
          this.mark(root.querySelector(`[data-mention="${place}"]`), told ? "" : role);
        }
      }
    }
  }

  private mark(element: Element | null, role = ""): void {
    if (!element) return;
    element.setAttribute("data-lit", "");
    if (role) element.setAttribute("data-role", role);
    this.lit.push(element);
  }

  private roles(place: number, facts: number[]): string {
    const uses = this.mentions[place]?.uses ?? [];
    // a trend says by itself what it is, and is too short to carry a name
    return [...new Set(uses.filter(([fact, role]) => facts.includes(fact) && role !== "trend").map(([, role]) => role.replace("_", " ")))].join(", ");
  }
}
