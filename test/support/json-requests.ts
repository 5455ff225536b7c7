import type { ApiServer } from "./api-server.ts";
import { ask } from "./raw-http.ts";

/** Requests with JSON, as a program sends them. */

type Sent = { readonly body?: unknown; readonly ifMatch?: string };

export function jsonOf(server: () => ApiServer) {
  const send = async (method: string, path: string, { body, ifMatch }: Sent = {}) => {
    const answer = await ask(server().port, {
      method,
      path,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(ifMatch !== undefined && { "if-match": ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { status, headers, text } = answer;
    return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
  };

  return {
    send,
    add: (path: string, body: unknown) => send("POST", path, { body }),
    change: (path: string, body: unknown, ifMatch = '"v1"') =>
      send("PATCH", path, { body, ifMatch }),
    names: async (path: string) =>
      (await send("GET", path)).body.items.map(({ name }: { name: string }) => name),
  };
}
