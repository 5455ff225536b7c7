import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A program that is told by webhook: a real server on this machine, with what came to it. */
export type Program = {
  readonly url: string;
  readonly came: readonly Came[];
  readonly close: () => Promise<void>;
};

export type Came = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** Starts one that answers as a test wants; with 204 if nothing is said. */
export async function startProgram(
  answer: (response: ServerResponse, place: number) => void = (response) => {
    response.writeHead(204).end();
  },
): Promise<Program> {
  const came: Came[] = [];
  const server = createServer((request, response) => {
    response.on("error", () => {});
    void text(request).then((body) => {
      const { method = "", url: path = "", headers } = request;
      came.push({ method, path, headers, body });
      answer(response, came.length);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    came,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
