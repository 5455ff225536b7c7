import { CHANNELS } from "@vigie/shared/contract.ts";
import { useWords } from "../words/words.tsx";
import { Clause } from "./clause.tsx";
import { type ContractReading, calendarName, clausesOf } from "./reading.ts";

/** By which ways a request may come, and whether it makes a ticket. */
export function Channels({ reading }: { readonly reading: ContractReading }) {
  const { words, formats } = useWords();
  const { channels } = clausesOf(reading);
  const allowed = new Set(channels.map(({ channel }) => channel));
  const refused = CHANNELS.filter((name) => !allowed.has(name));
  return (
    <Clause of="channels" reading={reading}>
      {channels.length === 0 ? (
        <p>{words.channels.none}</p>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{words.channels.column}</th>
              <th scope="col">{words.channels.ticket}</th>
              <th scope="col">{words.channels.hours}</th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ channel, ticket, calendarId }) => (
              <tr key={channel}>
                <th scope="row">{words.channels.name[channel]}</th>
                <td>{words.channels.tickets[ticket]}</td>
                <td>
                  {calendarId === undefined
                    ? words.channels.anyTime
                    : calendarName(reading, calendarId)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {channels.length > 0 && refused.length > 0 && (
        <p className="small muted">
          {words.channels.refused({
            names: formats.list(refused.map((name) => words.channels.name[name].toLowerCase())),
          })}
        </p>
      )}
    </Clause>
  );
}

/** How many requests may be open at once. */
export function Simultaneous({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { simultaneous } = clausesOf(reading);
  return (
    <Clause of="simultaneous" reading={reading}>
      {simultaneous === null ? (
        <p>{words.channels.noLimit}</p>
      ) : (
        <>
          <p className="figures">
            {words.channels.limit({ n: simultaneous.limit })}{" "}
            {words.channels.limitPer[simultaneous.per]}
          </p>
          <p className="small muted">{words.channels.queue}</p>
        </>
      )}
    </Clause>
  );
}
