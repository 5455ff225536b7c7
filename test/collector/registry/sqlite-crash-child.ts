import { openRegistry } from "../../../collector/registry/open.ts";
import { batch, customer, machine, packed, stream } from "../../contract/registry/rows.ts";

/**
 * Commits units without end until somebody kills it: each has a machine, its agent, its stream and
 * a batch. Says the number of each unit on a line of its own once its commit has returned.
 */
const [path = ""] = process.argv.slice(2);
const registry = await openRegistry({ path, log: () => {} });
const customers = await registry.read.estate.customers();
if (customers.length === 0) {
  await registry.commit(({ estate }) => estate.addCustomer(customer()));
}
const before = await registry.read.estate.machines();

for (let index = before.length; ; index += 1) {
  const machineId = `mac_${index}`;
  const agentId = `agt_${index}`;
  await registry.commit(async (unit) => {
    const { estate, deliveries } = unit;
    await estate.addMachine(machine({ id: machineId, siteId: null }));
    await pause();
    await estate.addAgent({ id: agentId, machineId, customerId: "cus_1", secretHash: "00" });
    await deliveries.addStream(stream({ id: index + 1, agentId }));
    await pause();
    await unit.recordBatch(
      batch({
        received: [{ streamId: index + 1, seq: 1, hash: index }],
        latest: [{ machineId, atMs: index, samples: packed(1, index) }],
        spool: packed(1, index),
      }),
    );
  });
  process.stdout.write(`${index}\n`);
}

/** Lets the event loop turn inside the unit, so that a kill may fall there, too. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
