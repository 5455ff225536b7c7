import { execFile } from "node:child_process";
import { chown, mkdir, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, type Running, run, type Server } from "./server.ts";

/**
 * Dovecot: mailboxes that are read over IMAP, by anybody's password, and filled over LMTP; and what leaves,
 * which it takes over SMTP and hands on to whoever the tests let listen at the relay's port.
 */
export const dovecot: Server = {
  name: "dovecot",
  packages: ["dovecot-imapd", "dovecot-lmtpd", "dovecot-submissiond"],
  program: "/usr/lib/dovecot/submission",

  async start(folder): Promise<Running> {
    const ports = {
      imap: await freePort(),
      lmtp: await freePort(),
      smtp: await freePort(),
      relay: await freePort(),
    };
    const mails = join(folder, "mails");
    await mkdir(mails);
    const nobody = await idOf("-u");
    const nogroup = await idOf("-g");
    for (const path of [folder, mails]) await chown(path, nobody, nogroup);
    const file = join(folder, "dovecot.conf");
    await writeFile(file, configuration(folder, ports));
    const stop = await run("/usr/sbin/dovecot", ["-F", "-c", file], {
      isReady: async () => (await greets(ports.imap)) && (await greets(ports.lmtp)),
    });
    return {
      environment: {
        VIGIE_TEST_IMAP_PORT: String(ports.imap),
        VIGIE_TEST_LMTP_PORT: String(ports.lmtp),
        VIGIE_TEST_SMTP_PORT: String(ports.smtp),
        VIGIE_TEST_RELAY_PORT: String(ports.relay),
      },
      stop,
    };
  },
};

async function idOf(which: "-u" | "-g"): Promise<number> {
  const { stdout } = await promisify(execFile)("/usr/bin/id", [which, "nobody"]);
  return Number(stdout);
}

type Ports = { readonly [Name in "imap" | "lmtp" | "smtp" | "relay"]: number };

function configuration(folder: string, { imap, lmtp, smtp, relay }: Ports): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap lmtp submission
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
hostname = mx.provider.example
submission_relay_host = 127.0.0.1
submission_relay_port = ${relay}
mail_location = maildir:${folder}/mails/%u
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mails/%u
}
service imap-login {
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service submission-login {
  inet_listener submission {
    port = ${smtp}
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
`;
}

/** Whether something says something at this port. */
function greets(port: number): Promise<boolean> {
  const socket = createConnection({ host: "127.0.0.1", port, timeout: 1_000 });
  const greeted = Promise.withResolvers<boolean>();
  socket.once("data", () => greeted.resolve(true));
  for (const name of ["error", "timeout", "close"]) socket.once(name, () => greeted.resolve(false));
  return greeted.promise.finally(() => socket.destroy());
}
