import { Button } from "@mantine/core";
import { NOTICE_KINDS } from "@vigie/shared/notice.ts";
import type { WebhookDocument, WebhookWish } from "@vigie/shared/webhook.ts";
import { useState } from "react";
import { Checks } from "../desk/checks.tsx";
import { TextField, toChoices } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { PRIORITY_OPTIONS } from "../desk/priority-options.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { OneCustomer } from "./one-customer.tsx";

type Filled = Required<Pick<WebhookWish, "name" | "url" | "kinds" | "customerIds">> & {
  readonly priorities: readonly string[];
};

/** Everything is told, until somebody says less. */
function toFilled(webhook: WebhookDocument | undefined): Filled {
  if (webhook === undefined) {
    return {
      name: "",
      url: "https://",
      kinds: [...NOTICE_KINDS],
      customerIds: [],
      priorities: [],
    };
  }
  const { name, url, kinds, customerIds, priorities } = webhook;
  return { name, url, kinds, customerIds, priorities: priorities.map(String) };
}

/** A program that is told from now on, or of other things. */
export function WebhookForm(props: {
  readonly webhook: WebhookDocument | undefined;
  readonly onDone: () => void;
}) {
  const { webhook, onDone } = props;
  const { settings } = useParts().api;
  const { words } = useWords();
  const [filled, setFilled] = useState(() => toFilled(webhook));
  const [secret, setSecret] = useState<string>();
  const [isTried, setTried] = useState(false);
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const saving = useSaving({
    async work() {
      const wish = { ...filled, priorities: filled.priorities.map(Number) };
      if (webhook === undefined) setSecret((await settings.addWebhook(wish)).document.secret);
      else await settings.changeWebhook(webhook, wish);
    },
    refreshes: ["webhooks"],
    // A new one has a secret to be copied first.
    ...(webhook !== undefined && { onDone }),
  });
  if (secret !== undefined) return <Secret {...{ secret, onDone }} />;
  return (
    <form
      className="settings-form section"
      aria-labelledby="webhook-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (filled.kinds.length > 0) saving.run();
      }}
    >
      <h2 id="webhook-form">{webhook?.name ?? words.notices.newWebhook}</h2>
      <Fields {...{ filled, fill }} />
      {isTried && filled.kinds.length === 0 && (
        <p className="small attention" role="alert">
          {words.notices.noKind}
        </p>
      )}
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}

function Fields(props: {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { filled, fill } = props;
  const { words } = useWords();
  const { notices } = words;
  return (
    <>
      <TextField
        label={notices.webhookName}
        value={filled.name}
        maxLength={120}
        required
        data-autofocus
        onText={(name) => fill({ name })}
      />
      <TextField
        type="url"
        label={notices.webhookUrl}
        value={filled.url}
        maxLength={2_000}
        required
        onText={(url) => fill({ url })}
      />
      <Checks
        legend={notices.webhookKinds}
        options={toChoices(NOTICE_KINDS, notices.kind)}
        chosen={filled.kinds}
        onChoose={(kinds) => fill({ kinds: [...kinds] })}
      />
      <Checks
        legend={notices.told.priorities}
        options={PRIORITY_OPTIONS}
        chosen={filled.priorities}
        onChoose={(priorities) => fill({ priorities })}
      />
      <OneCustomer
        ids={filled.customerIds}
        onChoose={(customerIds) => fill({ customerIds: [...customerIds] })}
      />
    </>
  );
}

/** With what the deliveries are signed; it is said this once. */
function Secret(props: { readonly secret: string; readonly onDone: () => void }) {
  const { words } = useWords();
  return (
    <div className="settings-form section" role="status">
      <p className="small">{words.notices.secret}</p>
      <code className="plain-text">{props.secret}</code>
      <div className="buttons">
        <Button size="sm" onClick={props.onDone}>
          {words.notices.secretKept}
        </Button>
      </div>
    </div>
  );
}
