import { Channels, Simultaneous } from "./channels.tsx";
import { Exit, Managed, Penalties } from "./endings.tsx";
import { Perimeter } from "./perimeter.tsx";
import { Pricing } from "./pricing.tsx";
import { PriorityMatrix } from "./priority-matrix.tsx";
import type { ContractReading } from "./reading.ts";
import { ServiceHours } from "./service-hours.tsx";
import { ServiceLevels } from "./service-levels.tsx";
import { TermClause } from "./term-clause.tsx";
import { MaintenanceTypes } from "./types.tsx";

/** The clauses in the order in which a reader asks: for what, how fast, when, how, how much, how long. */
export function Clauses({ reading }: { readonly reading: ContractReading }) {
  return (
    <div className="clauses">
      <Perimeter reading={reading} />
      <MaintenanceTypes reading={reading} />
      <ServiceLevels reading={reading} />
      <PriorityMatrix reading={reading} />
      <ServiceHours reading={reading} />
      <Channels reading={reading} />
      <Simultaneous reading={reading} />
      <Pricing reading={reading} />
      <TermClause reading={reading} />
      <Penalties reading={reading} />
      <Exit reading={reading} />
      <Managed reading={reading} />
    </div>
  );
}
