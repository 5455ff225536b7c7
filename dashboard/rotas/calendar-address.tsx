import { Button } from "@mantine/core";
import type { RotaDocument } from "@vigie/shared/rota.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** The address under which calendars read a rota: made here, shown once, and withdrawn. */
export function CalendarAddress(props: {
  readonly rota: RotaDocument;
  readonly onDone: () => void;
}) {
  const { rota, onDone } = props;
  const { onCall } = useParts().api;
  const { words } = useWords();
  const [url, setUrl] = useState<string>();
  const making = useSaving({
    async work() {
      const { document } = await onCall.makeCalendarKey(rota.id);
      setUrl(new URL(document.url, window.location.origin).href);
    },
    refreshes: ["rotas"],
  });
  const revoking = useSaving({
    work: () => onCall.removeCalendarKey(rota.id),
    refreshes: ["rotas"],
    onDone: () => setUrl(undefined),
  });
  return (
    <section className="settings-form section" aria-labelledby="calendar-title">
      <h2 id="calendar-title">{words.rotas.calendarOf({ rota: rota.name })}</h2>
      <p className="small">{words.rotas.calendarAbout}</p>
      {url !== undefined && <Address url={url} />}
      {url === undefined && rota.hasCalendarKey && (
        <p className="small quiet">{words.rotas.replacesKey}</p>
      )}
      <div className="buttons">
        <Button size="sm" loading={making.isBusy} onClick={() => making.run()}>
          {rota.hasCalendarKey ? words.rotas.makeKeyAgain : words.rotas.makeKey}
        </Button>
        {rota.hasCalendarKey && (
          <Button
            size="sm"
            variant="default"
            loading={revoking.isBusy}
            onClick={() => revoking.run()}
          >
            {words.rotas.revoke}
          </Button>
        )}
        <Button size="sm" variant="default" onClick={onDone}>
          {words.rotas.close}
        </Button>
      </div>
      <ActProblem error={making.error ?? revoking.error} />
    </section>
  );
}

function Address({ url }: { readonly url: string }) {
  const { words } = useWords();
  const [isCopied, setCopied] = useState(false);
  return (
    <div role="status">
      <p className="small">{words.rotas.keyOnce}</p>
      <p>
        <code className="plain-text">{url}</code>
      </p>
      {/* Only pages that came over a safe line may write there. */}
      {window.isSecureContext && (
        <button
          type="button"
          className="text-button"
          onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
        >
          {isCopied ? words.rotas.copied : words.rotas.copy}
        </button>
      )}
      <p className="small muted">{words.rotas.subscribe}</p>
    </div>
  );
}
