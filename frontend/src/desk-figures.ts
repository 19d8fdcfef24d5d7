/** Values of figure slots, parted into fields and put together again, in the grammar of fact lines. */
import { shell } from "./desk-data";

const SCALE = "(?: ?(?:lakh crore|lakh|crore|tn|bn|m|k))?";
const NUMBER = new RegExp(`^([+-]?\\d[\\d.,]*?${SCALE}(?:\\.\\.[+-]?\\d[\\d.,]*?${SCALE})?)(?= |$)`);
const DATE = /^(?:\d{4}|XXXX|\d{3}X|\.\.)[\dX~/.-]*$/;

export interface Fields {
  modifier: string;
  number: string;
  unit: string; // of a share what follows `of`, of a rank its scope
  basis: string;
  base: string;
}
export type Kind = "amount" | "change" | "share" | "rank";
export const KINDS: Record<string, Kind> = { amount: "amount", equiv: "amount", change: "change", sharechange: "change", share: "share", rank: "rank" };

export function parted(kind: Kind, value: string): Fields {
  const words = value.split(/\s+/).filter(Boolean);
  const modifier = shell.modifiers.includes(words[0] ?? "") ? (words.shift() ?? "") : "";
  const rest = words.join(" ");
  const number = rest.match(NUMBER)?.[1] ?? "";
  const tail = rest.slice(number.length).split(" ").filter(Boolean);
  let basis = "";
  let base = "";
  if (kind === "change") {
    if (DATE.test(tail.at(-1) ?? "")) base = tail.pop() ?? "";
    if (shell.bases.includes(tail.at(-1) ?? "")) basis = tail.pop() ?? "";
  }
  if (kind === "share" && tail[0] === "of") tail.shift();
  return { modifier, number, unit: tail.join(" "), basis, base };
}

export function joined(kind: Kind, { modifier, number, unit, basis, base }: Fields): string {
  if (!number.trim() && !unit.trim()) return "";
  const told = kind === "share" && unit.trim() ? `of ${unit}` : unit;
  const compared = kind === "change" ? [basis, base] : [];
  return [modifier, number, told, ...compared].map((part) => part.trim()).filter(Boolean).join(" ");
}

/** A value that a mark reads as, with the basis that was chosen before. */
export function rebased(kind: Kind | undefined, read: string, before: string): string {
  if (kind !== "change" || !before) return read;
  const [now, old] = [parted(kind, read), parted(kind, before)];
  return joined(kind, { ...now, basis: old.basis || now.basis, base: old.base });
}
