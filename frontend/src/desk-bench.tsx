/** What stands above and below a release: how its saving stands, what ends it, and the keys. */
import type { Status } from "./desk-data";
import type { Editing } from "./desk-model";
import type { Saving } from "./desk-saving";

/** What keeps the last changes from being saved. */
export function Trouble({ saving }: { saving: Saving }) {
  return (
    <>
      {saving.state === "stale" && (
        <div class="notice bad" role="alert">
          <p>{saving.message} Nothing of it was overwritten.</p>
          <button type="button" onClick={saving.takeTheirs}>
            Take that version
          </button>
          <button type="button" onClick={saving.keepMine}>
            Keep mine in its place
          </button>
        </div>
      )}
      {saving.state === "failed" && (
        <p class="notice bad" role="alert">
          {saving.message}
        </p>
      )}
    </>
  );
}

interface BenchProps {
  editing: Editing;
  standing: string;
  state: Saving["state"];
  onWrong: (() => void) | null;
  onFinish: (status: Status) => void;
}

export function Bench({ editing, standing: told, state, onWrong, onFinish }: BenchProps) {
  const { draft, undo, redo, canUndo, canRedo } = editing;
  return (
    <div class="bench">
      <span class="saved" role="status" data-saved={state}>
        {told}
      </span>
      {onWrong && (
        <button type="button" class="link" onClick={onWrong}>
          Go to the error
        </button>
      )}
      <span class="hands">
        <button type="button" disabled={!canUndo} onClick={undo} aria-keyshortcuts="Control+Z">
          Undo
        </button>
        <button type="button" disabled={!canRedo} onClick={redo} aria-keyshortcuts="Control+Shift+Z">
          Redo
        </button>
        {draft.status === "open" ? (
          <>
            <button type="button" onClick={() => onFinish("skipped")}>
              Skip
            </button>
            <button type="button" class="main" onClick={() => onFinish("done")} aria-keyshortcuts="Control+Enter">
              Done
            </button>
          </>
        ) : (
          <button type="button" onClick={() => onFinish("open")}>
            Reopen ({draft.status})
          </button>
        )}
      </span>
    </div>
  );
}

export function standing(state: string, written: boolean, changed: boolean, errors: number, status: Status): string {
  if (state === "saving") return "Saving …";
  if (state !== "saved") return "Not saved";
  if (errors) return `Kept as a draft: ${errors === 1 ? "an error has" : `${errors} errors have`} to be mended before the file is written`;
  if (status === "skipped") return "Skipped: kept here, no file";
  if (!changed) return "As it was read; nothing is written yet";
  return written ? "Saved" : "Kept as a draft";
}

export function Keys() {
  const rows = [
    ["Text", "← → word, ↑ ↓ line, [ ] mark, Shift picks more; a letter sets the label; Del deletes the mark; Enter fills the slot that waits; f makes a fact"],
    ["Facts", "↑ ↓ go, Enter opens, a accepts, Del deletes, f makes a new one"],
    ["Anywhere", "Ctrl+Z undo, Ctrl+Shift+Z redo, Ctrl+Enter done, Esc lets go"],
  ];
  return (
    <section aria-labelledby="keys" class="keys">
      <h2 id="keys">Keys</h2>
      <dl>
        {rows.map(([where, what]) => (
          <div key={where}>
            <dt>{where}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

