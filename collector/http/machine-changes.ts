import { MachineChange, MachineMerge } from "@vigie/shared/estate.ts";
import { MachineDetail } from "@vigie/shared/machine.ts";
import type { Api, HttpParts } from "./api.ts";
import { giveMachine } from "./machines.ts";
import { IdPath } from "./paths.ts";
import { requireDone } from "./problems.ts";
import { IfMatch, versionOf } from "./versions.ts";

/** What people change of machines: name, site, class, tags, whether it is in use. */
export function addMachineChanges(
  app: Api,
  { registry: { read }, machines }: Pick<HttpParts, "registry" | "machines">,
): void {
  app.route({
    method: "PATCH",
    url: "/api/machines/:id",
    config: { policy: "staff" },
    schema: {
      summary: "Change a machine; If-Match says which version",
      tags: ["machines"],
      params: IdPath,
      headers: IfMatch,
      body: MachineChange,
      response: { 200: MachineDetail },
    },
    handler: async (request, reply) => {
      const { id } = await giveMachine(read, request.params.id, reply);
      requireDone(await machines.change(id, request.body, versionOf(request)));
      return giveMachine(read, id, reply);
    },
  });

  app.route({
    method: "POST",
    url: "/api/machines/:id/merge",
    config: { policy: "staff" },
    schema: {
      summary: "Retire a machine that was registered twice; answers with the one that goes on",
      tags: ["machines"],
      params: IdPath,
      headers: IfMatch,
      body: MachineMerge,
      response: { 200: MachineDetail },
    },
    handler: async (request, reply) => {
      const { id } = await giveMachine(read, request.params.id, reply);
      requireDone(await machines.merge(id, request.body.into, versionOf(request)));
      return giveMachine(read, request.body.into, reply);
    },
  });
}
