import { useState } from "react";
import { useWords } from "../words/words.tsx";

/** A mail as its writer's program made it: sanitised by the collector, in a frame where only links work. */
export function OriginalMail({ mailId }: { readonly mailId: string }) {
  const { words } = useWords();
  const [isShown, setShown] = useState(false);
  return (
    <>
      <button
        type="button"
        className="text-button"
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? words.ticket.hideOriginal : words.ticket.showOriginal}
      </button>
      {isShown && (
        <iframe
          className="original-mail"
          title={words.ticket.original}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          src={`/api/mail-messages/${mailId}/html`}
        />
      )}
    </>
  );
}
