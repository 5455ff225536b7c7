import type { MachineSummary } from "@vigie/shared/machine.ts";
import type { LiveConnection } from "../../collector/flow/live-subscriber.ts";

/** A page in memory that reads only when the test lets it. */
export function createPage({ isReading = true } = {}) {
  const sent: Uint8Array[] = [];
  const unread: (() => void)[] = [];
  let buffered = 0;
  let closedWith: number | undefined;
  const connection: LiveConnection = {
    send: (bytes) =>
      new Promise((resolve) => {
        sent.push(bytes);
        if (isReading) resolve();
        else {
          buffered += bytes.byteLength;
          unread.push(() => {
            buffered -= bytes.byteLength;
            resolve();
          });
        }
      }),
    bufferedBytes: () => buffered,
    close: (code) => {
      closedWith = code;
    },
  };
  return {
    connection,
    sent,
    frames: () => sent.map((bytes) => JSON.parse(new TextDecoder().decode(bytes))),
    readOne: () => unread.shift()?.(),
    closedWith: () => closedWith,
  };
}

/** A machine of which nothing is known but its name. */
export function summaryOf(id: string): MachineSummary {
  return {
    id,
    name: id,
    class: "server",
    customer: { id: "cus", name: "Customer" },
    site: null,
    presence: "online",
    lastReportAt: null,
    cadenceSeconds: null,
    openTickets: 0,
    firingAlerts: 0,
    covered: false,
    retiredAt: null,
  };
}
