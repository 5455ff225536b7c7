import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import type { WebhookDocument } from "@vigie/shared/webhook.ts";
import { useState } from "react";
import { Beside } from "../desk/beside.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { useWords } from "../words/words.tsx";
import { NoticeRuleForm } from "./notice-rule-form.tsx";
import { NoticeRules } from "./notice-rules.tsx";
import { WebhookForm } from "./webhook-form.tsx";
import { Webhooks } from "./webhooks.tsx";

/** What is being filled in, new where nothing else is said. */
export type Filling =
  | { readonly what: "rule"; readonly rule: NoticeRuleDocument | undefined }
  | { readonly what: "webhook"; readonly webhook: WebhookDocument | undefined };

/** Who is told of what: people by rules, and programs. */
export function ToldPage() {
  const { words } = useWords();
  const [filling, setFilling] = useState<Filling>();
  return (
    <>
      <PageTitle>{words.desk.pages.told}</PageTitle>
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.notices.told.about}</p>
          <NoticeRules onFill={(rule) => setFilling({ what: "rule", rule })} />
          <Webhooks onFill={(webhook) => setFilling({ what: "webhook", webhook })} />
        </div>
        {filling !== undefined && (
          <Beside key={keyOf(filling)}>
            <Form filling={filling} onDone={() => setFilling(undefined)} />
          </Beside>
        )}
      </div>
    </>
  );
}

function keyOf(filling: Filling): string {
  const id = filling.what === "rule" ? filling.rule?.id : filling.webhook?.id;
  return `${filling.what} ${id}`;
}

function Form({ filling, onDone }: { readonly filling: Filling; readonly onDone: () => void }) {
  if (filling.what === "rule") return <NoticeRuleForm rule={filling.rule} onDone={onDone} />;
  return <WebhookForm webhook={filling.webhook} onDone={onDone} />;
}
