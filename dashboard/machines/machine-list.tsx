import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { MachineSummary } from "@vigie/shared/machine.ts";
import { useEffect, useState } from "react";
import { useAddress } from "../address.ts";
import type { MachineSort } from "../api/api.ts";
import { SEARCH_LENGTH_MAX, SEARCH_WAIT_MS } from "../api/wishes.ts";
import { Link } from "../link.tsx";
import { useMachineLive, useMachines, useWatch } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { ClassIcon } from "./class-icon.tsx";
import { LastReport } from "./last-report.tsx";
import { PresenceMark } from "./presence-mark.tsx";

const SORTS = {
  name: "asc",
  customer: "asc",
  openTickets: "desc",
  presence: "desc",
  lastReport: "asc",
} as const satisfies Record<MachineSort, "asc" | "desc">;

/** All machines, live, each leading to its page. */
export function MachineList() {
  const { words } = useWords();
  const [text, setText] = useState("");
  const [sort, setSort] = useState<MachineSort>("name");
  const [cursor, setCursor] = useState<string>();
  const [search] = useDebouncedValue(text.trim(), SEARCH_WAIT_MS);
  const { data, error, refetch } = useMachines({ search, sort, order: SORTS[sort], cursor });
  const machines = data?.items ?? [];
  const next = data?.nextCursor ?? undefined;
  useWatch(machines.map(({ id }) => id));
  useEffect(() => setCursor(undefined), [search, sort]);
  useTitle(words.list.title);
  return (
    <div className="machines">
      <h1>{words.list.title}</h1>
      <Filters {...{ text, sort }} onText={setText} onSort={setSort} />
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && machines.length === 0 ? (
        <p className="quiet">{words.list.nothingFound}</p>
      ) : (
        <MachineTable machines={machines} />
      )}
      <div className="buttons">
        {cursor !== undefined && (
          <Button variant="default" onClick={() => setCursor(undefined)}>
            {words.list.first}
          </Button>
        )}
        {next !== undefined && (
          <Button variant="default" onClick={() => setCursor(next)}>
            {words.list.more}
          </Button>
        )}
      </div>
    </div>
  );
}

function Filters(props: {
  readonly text: string;
  readonly sort: MachineSort;
  readonly onText: (text: string) => void;
  readonly onSort: (sort: MachineSort) => void;
}) {
  const { words } = useWords();
  const names: readonly MachineSort[] = [
    "name",
    "customer",
    "presence",
    "openTickets",
    "lastReport",
  ];
  return (
    <div className="filters">
      <TextInput
        type="search"
        className="search"
        aria-label={words.list.search}
        placeholder={words.list.search}
        value={props.text}
        maxLength={SEARCH_LENGTH_MAX}
        onChange={({ currentTarget }) => props.onText(currentTarget.value)}
      />
      <NativeSelect
        aria-label={words.list.sort}
        value={props.sort}
        data={names.map((name) => ({ value: name, label: words.list.sorts[name] }))}
        onChange={({ currentTarget }) => {
          const chosen = names.find((name) => name === currentTarget.value);
          if (chosen !== undefined) props.onSort(chosen);
        }}
      />
    </div>
  );
}

function MachineTable({ machines }: { readonly machines: readonly MachineSummary[] }) {
  const { words } = useWords();
  const columns = words.list.columns;
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{columns.machine}</th>
          <th scope="col">{columns.customer}</th>
          <th scope="col">{columns.presence}</th>
          <th scope="col">{columns.needs}</th>
          <th scope="col">{columns.lastReport}</th>
        </tr>
      </thead>
      <tbody>
        {machines.map((machine) => (
          <MachineRow key={machine.id} read={machine} />
        ))}
      </tbody>
    </table>
  );
}

function MachineRow({ read }: { readonly read: MachineSummary }) {
  const { words } = useWords();
  const address = useAddress();
  const machine = useMachineLive(read.id).summary ?? read;
  const { openTickets, firingAlerts } = machine;
  const zone = zoneHere();
  return (
    <tr>
      <th scope="row">
        <ClassIcon of={machine.class} size={18} />
        <Link to={{ ...address, machineId: machine.id, ticketId: undefined }}>{machine.name}</Link>
      </th>
      <td>
        {machine.customer.name}
        {machine.site !== null && <span className="muted">{` · ${machine.site.name}`}</span>}
      </td>
      <td>
        <PresenceMark presence={machine.presence} />
      </td>
      <td className="figures">
        {openTickets + firingAlerts === 0 ? (
          <span className="muted">{words.list.quiet}</span>
        ) : (
          <>
            <span className="shape shape-attention" />
            {[
              openTickets > 0 && words.list.tickets({ n: openTickets }),
              firingAlerts > 0 && words.list.alerts({ n: firingAlerts }),
            ]
              .filter((part) => part !== false)
              .join(", ")}
          </>
        )}
      </td>
      <td className="muted">
        <LastReport at={machine.lastReportAt} zone={zone} isShort />
      </td>
    </tr>
  );
}
