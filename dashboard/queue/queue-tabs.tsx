import { toDesk } from "../address.ts";
import { useTicketCount } from "../desk/questions.ts";
import { useSignature } from "../desk/use-signed.ts";
import { Link } from "../link.tsx";
import { useWords } from "../words/words.tsx";
import { isSameView, type QueueWish, TABS, toTabWish } from "./queue-wish.ts";
import { SavedViews } from "./saved-views.tsx";

/** The lists that one looks at every day, each with how many tickets it holds. */
export function QueueTabs({ wish }: { readonly wish: QueueWish }) {
  const { words } = useWords();
  const { staffId } = useSignature();
  return (
    <nav className="tabs" aria-label={words.queue.views}>
      {TABS.map((tab) => (
        <Tab
          key={tab}
          name={words.queue.tabs[tab]}
          shows={toTabWish(tab, staffId)}
          without={words.queue.mineNeedsName}
          current={wish}
        />
      ))}
      <SavedViews wish={wish} />
    </nav>
  );
}

/** One list; it needs no count to be gone to. */
function Tab(props: {
  readonly name: string;
  /** undefined = it cannot be shown yet. */
  readonly shows: QueueWish | undefined;
  /** Why not. */
  readonly without: string;
  readonly current: QueueWish;
}) {
  const { name, shows, without, current } = props;
  const { formats } = useWords();
  const count = useTicketCount(shows);
  if (shows === undefined) {
    return (
      <span className="tab muted" title={without}>
        {name}
        <span className="unseen">{without}</span>
      </span>
    );
  }
  return (
    <Link
      to={toDesk({ page: "queue", wish: shows })}
      className="tab"
      isCurrent={isSameView(shows, current)}
    >
      {name}
      {count !== undefined && (
        <span className="tab-count">
          {formats.text("count", count.count)}
          {count.isMore && "+"}
        </span>
      )}
    </Link>
  );
}
