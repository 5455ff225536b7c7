import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { WebhookDocument, WebhookTest } from "@vigie/shared/webhook.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { Removal } from "../desk/removal.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";

type OnFill = { readonly onFill: (webhook: WebhookDocument | undefined) => void };

/** Programs that are told, each with a way to try it. */
export function Webhooks({ onFill }: OnFill) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const { data, error } = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => settings.webhooks(signal),
  });
  return (
    <section className="section" aria-labelledby="webhooks-title">
      <h2 id="webhooks-title">{words.notices.webhooks}</h2>
      {data?.items.length === 0 && <p className="quiet small">{words.notices.noWebhook}</p>}
      <ul className="plain-list entries">
        {data?.items.map((webhook) => (
          <Webhook key={webhook.id} {...{ webhook, onFill }} />
        ))}
      </ul>
      <ActProblem error={error} />
      <Button size="xs" variant="default" onClick={() => onFill(undefined)}>
        {words.notices.newWebhook}
      </Button>
    </section>
  );
}

const WEBHOOK_KEYS = ["webhooks"] as const;

function Webhook({ webhook, onFill }: OnFill & { readonly webhook: WebhookDocument }) {
  const { settings } = useParts().api;
  const reader = useWords();
  const { words } = reader;
  const { name, url, enabled } = webhook;
  const testing = useMutation({ mutationFn: () => settings.testWebhook(webhook.id) });
  const switching = useSaving<boolean>({
    work: (isOn) => settings.changeWebhook(webhook, { enabled: isOn }),
    refreshes: WEBHOOK_KEYS,
  });
  const removing = useSaving({
    work: () => settings.removeWebhook(webhook),
    refreshes: WEBHOOK_KEYS,
  });
  return (
    <li>
      <Check label={name} checked={enabled} onChange={switching.run} />
      <p className="small muted plain-text">{url}</p>
      <p className="small muted">{toTellsText(webhook, reader)}</p>
      <p className="alert-acts">
        <button type="button" className="text-button" onClick={() => onFill(webhook)}>
          {words.desk.edit}
          <span className="unseen">{name}</span>
        </button>
        <button type="button" className="text-button" onClick={() => testing.mutate()}>
          {words.notices.test}
          <span className="unseen">{name}</span>
        </button>
        <Removal of={removing} label={words.notices.removeWebhook} name={name} />
      </p>
      {testing.data !== undefined && <Tested test={testing.data.document} />}
      <ActProblem error={testing.error ?? switching.error ?? removing.error} />
    </li>
  );
}

/** Of what it is told, and what did not leave yet. */
function toTellsText(
  { kinds, priorities, customerIds, waiting, letGo }: WebhookDocument,
  { words: { notices }, formats }: Words,
): string {
  return [
    kinds.length > KINDS_SHOWN_MAX
      ? notices.someKinds({ n: kinds.length })
      : formats.list(kinds.map((kind) => notices.kind[kind])),
    priorities.length > 0 && formats.list(priorities.map((priority) => `P${priority}`)),
    customerIds.length > 0 && notices.told.someCustomers({ n: customerIds.length }),
    waiting > 0 && notices.waiting({ n: waiting }),
    letGo > 0 && notices.letGo({ n: letGo }),
  ]
    .filter((part) => part !== false)
    .join(" · ");
}

/** Kinds that are named; more are counted. */
const KINDS_SHOWN_MAX = 6;

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
