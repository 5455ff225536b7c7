import { useMemo, useState } from "react";
import { toDesk } from "../address.ts";
import { MoreRows } from "../desk/more-rows.tsx";
import { useQueue } from "../desk/questions.ts";
import { Link } from "../link.tsx";
import { useWatch } from "../queries.ts";
import { Mark } from "../shell/mark.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { QueueFilterBar } from "./queue-filter-bar.tsx";
import { QueueTable } from "./queue-table.tsx";
import { QueueTabs } from "./queue-tabs.tsx";
import { BREAKING_NEXT, isSameView, type QueueWish } from "./queue-wish.ts";

/** All tickets that are wished for, what breaks next on top. */
export function QueuePage({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  useTitle(words.tickets.title);
  return (
    <div className="queue">
      <div className="list-head">
        <h1>{words.tickets.title}</h1>
        <Link to={toDesk({ page: "new", subject: NOTHING_SAID })}>{words.queue.new}</Link>
      </div>
      <QueueTabs wish={wish} />
      <QueueFilterBar wish={wish} />
      <Queue wish={wish} />
    </div>
  );
}

const NOTHING_SAID = { customerId: undefined, machineId: undefined } as const;

function Queue({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  const queue = useQueue(wish);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () =>
      queue.data?.pages.flatMap(({ items, readAtMs }) =>
        items.map((ticket) => ({ ticket, readAtMs })),
      ) ?? [],
    [queue.data],
  );
  useWatch([...new Set(rows.flatMap(({ ticket }) => ticket.machine?.id ?? []))]);
  const listed = rows.filter(({ ticket }) => chosen.has(ticket.id)).map(({ ticket }) => ticket);
  return (
    <>
      {queue.error !== null && (
        <ProblemNotice error={queue.error} onRetry={() => void queue.refetch()} />
      )}
      {queue.isPending && queue.error === null && <p className="quiet">{words.problems.reading}</p>}
      {queue.data !== undefined && rows.length === 0 && <NoTicket wish={wish} />}
      {listed.length > 0 && <BulkBar tickets={listed} onDone={() => setChosen(new Set())} />}
      {rows.length > 0 && (
        <QueueTable
          {...{ rows, chosen }}
          isSettled={!queue.isPlaceholderData}
          onChoose={setChosen}
        />
      )}
      <MoreRows of={queue} label={words.queue.more} />
      {rows.length > 0 && <p className="small muted">{words.queue.keys}</p>}
    </>
  );
}

/** Nothing is good news in the whole queue, and a word about the filters elsewhere. */
function NoTicket({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  if (!isSameView(wish, BREAKING_NEXT) || wish.search !== undefined) {
    return <p className="quiet">{words.queue.nothingFound}</p>;
  }
  return (
    <div className="empty">
      <Mark size={48} />
      <h2>{words.queue.emptyTitle}</h2>
      <p>{words.queue.empty}</p>
      <p>
        <Link to={toDesk({ page: "new", subject: NOTHING_SAID })}>{words.queue.new}</Link>
      </p>
    </div>
  );
}
