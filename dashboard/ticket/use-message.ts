import type { WaitsFor } from "@vigie/shared/ticket.ts";
import { useRef, useState } from "react";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import type { Audience } from "./conversation-parts.ts";
import { type ReadTicket, TICKET_KEYS } from "./reading.ts";

/** A message as it is being written. */
export type Written = {
  readonly to: Audience;
  readonly text: string;
  readonly files: readonly File[];
  /** Saved together with a reply. */
  readonly waits: WaitsFor | undefined;
  /** Looked at as it will be read. */
  readonly isShown: boolean;
};

export type Message = {
  readonly written: Written;
  readonly write: (change: Partial<Written>) => void;
  readonly send: () => void;
  /** It was sent without a word. */
  readonly isEmpty: boolean;
  readonly isBusy: boolean;
  readonly error: Error | null;
};

const NOTHING: Written = { to: "customer", text: "", files: [], waits: undefined, isShown: false };

/** Says it once: files that were kept by a try that failed are not sent a second time. */
export function useMessage({ document: { id }, etag }: ReadTicket): Message {
  const { desk } = useParts().api;
  const [written, setWritten] = useState(NOTHING);
  const [isEmpty, setEmpty] = useState(false);
  const kept = useRef(new Map<File, string>());

  async function keep(file: File, by: string): Promise<string> {
    const before = kept.current.get(file);
    if (before !== undefined) return before;
    const { document } = await desk.attach(id, file, by);
    kept.current.set(file, document.id);
    return document.id;
  }

  async function say(message: Written, by: string): Promise<void> {
    const { to, text, files, waits } = message;
    const attachmentIds: string[] = [];
    for (const file of files) attachmentIds.push(await keep(file, by));
    const said = { by, text: text.trim(), ...(attachmentIds.length > 0 && { attachmentIds }) };
    if (to === "staff") await desk.act(id, { path: "comments", body: said });
    else if (waits === undefined) await desk.act(id, { path: "reply", body: said });
    else await desk.act(id, { path: "reply", body: { ...said, waits }, etag });
    kept.current.clear();
    // What was begun meanwhile stays.
    setWritten((now) => (now.text === text ? { ...NOTHING, to: now.to } : now));
  }

  const saying = useSigned<Written>({
    work: say,
    refreshes: TICKET_KEYS,
  });
  return {
    written,
    write(change) {
      setEmpty(false);
      setWritten((now) => ({ ...now, ...change }));
    },
    send() {
      const isBlank = written.text.trim() === "";
      setEmpty(isBlank);
      if (!isBlank && !saying.isBusy) saying.run(written);
    },
    isEmpty,
    isBusy: saying.isBusy,
    error: saying.error,
  };
}
