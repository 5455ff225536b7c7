import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { NOTICE_KINDS } from "@vigie/shared/notice.ts";
import type { WebhookDocument, WebhookTest } from "@vigie/shared/webhook.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { TextField } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** Programs that are told of everything, each with a way to try it. */
export function Webhooks() {
  const { settings } = useParts().api;
  const { words } = useWords();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => settings.webhooks(signal),
  });
  return (
    <section className="settings-form section" aria-labelledby="webhooks-title">
      <h2 id="webhooks-title">{words.notices.webhooks}</h2>
      {data?.items.length === 0 && <p className="quiet small">{words.notices.noWebhook}</p>}
      {data?.items.map((webhook) => (
        <Webhook key={webhook.id} webhook={webhook} />
      ))}
      <ActProblem error={error} />
      {secret !== undefined && <Secret secret={secret} />}
      {isAdding ? (
        <NewWebhook onDone={() => setAdding(false)} onSecret={setSecret} />
      ) : (
        <Button size="xs" variant="default" onClick={() => setAdding(true)}>
          {words.notices.newWebhook}
        </Button>
      )}
    </section>
  );
}

/** With what the deliveries are signed; it is said this once. */
function Secret({ secret }: { readonly secret: string }) {
  const { words } = useWords();
  return (
    <p className="small" role="status">
      {words.notices.secret} <code className="plain-text">{secret}</code>
    </p>
  );
}

function Webhook({ webhook }: { readonly webhook: WebhookDocument }) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const testing = useMutation({ mutationFn: () => settings.testWebhook(webhook.id) });
  const removing = useSaving({
    work: () => settings.removeWebhook(webhook),
    refreshes: ["webhooks"],
  });
  const { name, url, waiting, letGo } = webhook;
  return (
    <div>
      <p>
        <b>{name}</b>
      </p>
      <p className="small muted plain-text">{url}</p>
      {waiting > 0 && <p className="small">{words.notices.waiting({ n: waiting })}</p>}
      {letGo > 0 && <p className="small">{words.notices.letGo({ n: letGo })}</p>}
      <p className="alert-acts">
        <button type="button" className="text-button" onClick={() => testing.mutate()}>
          {words.notices.test}
        </button>
        <button type="button" className="text-button" onClick={() => removing.run()}>
          {words.notices.removeWebhook}
        </button>
      </p>
      {testing.data !== undefined && <Tested test={testing.data.document} />}
      <ActProblem error={testing.error ?? removing.error} />
    </div>
  );
}

function Tested({ test }: { readonly test: WebhookTest }) {
  const { words } = useWords();
  const { delivered, problem, status } = test;
  return (
    <p className="small" role="status">
      <span className={`shape shape-${delivered ? "fine" : "broken"}`} />
      {delivered ? words.notices.delivered({ status: status ?? 0 }) : problem?.title}
    </p>
  );
}

function NewWebhook(props: {
  readonly onDone: () => void;
  readonly onSecret: (secret: string) => void;
}) {
  const { onDone, onSecret } = props;
  const { settings } = useParts().api;
  const { words } = useWords();
  const [filled, setFilled] = useState({ name: "", url: "https://" });
  const adding = useSaving({
    async work() {
      const { document } = await settings.addWebhook({ ...filled, kinds: [...NOTICE_KINDS] });
      onSecret(document.secret);
    },
    refreshes: ["webhooks"],
    onDone,
  });
  return (
    <form
      className="side-fields"
      onSubmit={(submit) => {
        submit.preventDefault();
        adding.run();
      }}
    >
      <TextField
        size="xs"
        label={words.notices.webhookName}
        value={filled.name}
        maxLength={120}
        required
        onText={(name) => setFilled({ ...filled, name })}
      />
      <TextField
        size="xs"
        type="url"
        label={words.notices.webhookUrl}
        value={filled.url}
        maxLength={2_000}
        required
        onText={(url) => setFilled({ ...filled, url })}
      />
      <FormEnd of={adding} onLeave={onDone} />
    </form>
  );
}
