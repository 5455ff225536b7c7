import { useMyNotices } from "../desk/questions.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useSignature } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { NoticeSays } from "./notice-says.tsx";

/** What is on one's own screen; what was read is quiet. */
export function MyNotices() {
  const { words } = useWords();
  const { staffId } = useSignature();
  if (staffId === undefined) return <p className="quiet">{words.notices.mineNeedsName}</p>;
  return <Mine staffId={staffId} />;
}

function Mine({ staffId }: { readonly staffId: string }) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const { data } = useMyNotices(staffId);
  const reading = useSaving({
    work: () => settings.readNotices(staffId),
    refreshes: ["my-notices"],
  });
  if (data === undefined) return null;
  return (
    <section className="section" aria-labelledby="mine-title">
      <div className="section-head">
        <h2 id="mine-title">{words.notices.mine}</h2>
        {data.unread > 0 && (
          <button
            type="button"
            className="text-button"
            disabled={reading.isBusy}
            onClick={() => reading.run()}
          >
            {words.notices.readAll({ n: data.unread })}
          </button>
        )}
      </div>
      {data.items.length === 0 && <p className="quiet">{words.notices.noneMine}</p>}
      <ul className="plain-list entries">
        {data.items.map((notice) => (
          <li key={notice.id} data-read={notice.readAt !== null}>
            <NoticeSays notice={notice} />
          </li>
        ))}
      </ul>
    </section>
  );
}
