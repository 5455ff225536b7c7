import type { ApiServer } from "./api-server.ts";
import { TICKET } from "./office.ts";
import { ask } from "./raw-http.ts";

/** Forms as they are on the wire, so that a test can send what no browser would. */

export const BORDER = "----border";

export type FormPart = {
  readonly name: string;
  /** A file, where it has one. */
  readonly filename?: string;
  readonly type?: string;
  readonly content: string | Uint8Array;
};

export const field = (name: string, content: string): FormPart => ({ name, content });

export const file = (content: FormPart["content"], filename = "note.txt"): FormPart => ({
  name: "file",
  filename,
  type: "text/plain",
  content,
});

export function toForm(parts: readonly FormPart[]): Buffer {
  const pieces = parts.flatMap(({ name, filename, type, content }) => [
    `--${BORDER}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? "" : `; filename="${filename}"`,
    type === undefined ? "" : `\r\nContent-Type: ${type}`,
    "\r\n\r\n",
    content,
    "\r\n",
  ]);
  return Buffer.concat([...pieces, `--${BORDER}--\r\n`].map((piece) => Buffer.from(piece)));
}

export const FORM_TYPE = `multipart/form-data; boundary=${BORDER}`;

/** Sends a form for the office's ticket, or another one. */
export async function upload(
  { port }: Pick<ApiServer, "port">,
  parts: readonly FormPart[],
  ticketId = TICKET,
) {
  const body = toForm(parts);
  const { status, headers, text } = await ask(port, {
    method: "POST",
    path: `/api/tickets/${ticketId}/attachments`,
    headers: { "content-type": FORM_TYPE, "content-length": String(body.byteLength) },
    body,
  });
  return { status, headers, body: JSON.parse(text) };
}

/** Keeps a file and returns its id. */
export async function uploaded(
  server: Pick<ApiServer, "port">,
  content: FormPart["content"],
  filename?: string,
): Promise<string> {
  const { status, body } = await upload(server, [field("by", "Ana"), file(content, filename)]);
  if (status !== 201) throw new Error(`the file was refused: ${JSON.stringify(body)}`);
  return body.id;
}
