import type { MacroActs, MacroDocument, MacroState } from "@vigie/shared/macro.ts";
import { toWordList } from "../desk/words-list.ts";

/** A macro as a person fills it in. */
export type MacroFilled = {
  readonly name: string;
  readonly reply: string;
  readonly note: string;
  readonly tags: string;
  /** A person or a team; NOBODY takes it away, nothing leaves it as it is. */
  readonly assigneeId: string;
  readonly teamId: string;
  readonly priority: string;
  readonly state: MacroState | "";
};

/** In a choice: nobody from then on, as opposed to whoever it was. */
export const NOBODY = "none";

export function toMacroFilled(macro: MacroDocument | undefined): MacroFilled {
  const { name = "", acts = {} } = macro ?? {};
  return {
    name,
    reply: acts.reply ?? "",
    note: acts.note ?? "",
    tags: (acts.addTags ?? []).join(", "),
    assigneeId: toChoice(acts.assigneeId),
    teamId: toChoice(acts.teamId),
    priority: acts.priority === undefined ? "" : String(acts.priority),
    state: acts.state ?? "",
  };
}

function toChoice(id: string | null | undefined): string {
  return id === null ? NOBODY : (id ?? "");
}

/** What it does; undefined = nothing. */
export function toMacroActs(filled: MacroFilled): MacroActs | undefined {
  const { reply, note, tags, assigneeId, teamId, priority, state } = filled;
  const addTags = toWordList(tags);
  const acts: MacroActs = {
    ...(reply.trim() !== "" && { reply: reply.trim() }),
    ...(note.trim() !== "" && { note: note.trim() }),
    ...(addTags.length > 0 && { addTags }),
    ...(assigneeId !== "" && { assigneeId: toId(assigneeId) }),
    ...(teamId !== "" && { teamId: toId(teamId) }),
    ...(priority !== "" && { priority: Number(priority) }),
    ...(state !== "" && { state }),
  };
  return Object.keys(acts).length === 0 ? undefined : acts;
}

function toId(choice: string): string | null {
  return choice === NOBODY ? null : choice;
}
