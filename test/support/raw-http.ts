import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";

export type Answer = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
};

/**
 * One request as it is written: no header is added, no path is put right. A browser's client would
 * do both, and so hide what an attacker can send.
 */
export async function ask(
  port: number,
  {
    method = "GET",
    path = "/",
    headers = {},
    body,
  }: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
  },
): Promise<Answer> {
  const sent = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: { host: `127.0.0.1:${port}`, ...headers },
    agent: false,
  });
  const answered = new Promise<Answer>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: "" });
    });
  });
  sent.end(body);
  return answered;
}

/** Sends bytes and gives all that comes back until the server ends the connection. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (part: string) => {
    text += part;
  });
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  return text;
}
