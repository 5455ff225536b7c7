import { NOTICE_KINDS } from "@vigie/shared/notice.ts";
import type { NoticeRuleDocument, NoticeRuleWish } from "@vigie/shared/notice-rule.ts";
import { useState } from "react";
import { Checks } from "../desk/checks.tsx";
import { Choice, TextField, toChoices } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { PRIORITY_OPTIONS } from "../desk/priority-options.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { useAudiences } from "./audiences.ts";
import { OneCustomer } from "./one-customer.tsx";
import { type RuleFilled, toRuleFilled, toRuleWish, WAYS } from "./rule-filled.ts";

type Filling = {
  readonly filled: RuleFilled;
  readonly fill: (change: Partial<RuleFilled>) => void;
};

/** Who is told of what, how and when: a rule of one's own, or one that came with Vigie. */
export function NoticeRuleForm(props: {
  readonly rule: NoticeRuleDocument | undefined;
  readonly onDone: () => void;
}) {
  const { rule, onDone } = props;
  const { words, language } = useWords();
  const { told } = words.notices;
  const name = rule?.name ?? rule?.label[language] ?? "";
  const [filled, setFilled] = useState(() => toRuleFilled(rule, name));
  const [isTried, setTried] = useState(false);
  const fill = (change: Partial<RuleFilled>) => setFilled({ ...filled, ...change });
  const wish = toRuleWish(filled);
  const saving = useKeeping(rule, wish, onDone);
  return (
    <form
      className="settings-form section"
      aria-labelledby="notice-rule-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (wish !== undefined) saving.run();
      }}
    >
      <h2 id="notice-rule-form">{rule === undefined ? told.new : name}</h2>
      <TextField
        label={told.name}
        value={filled.name}
        maxLength={120}
        error={isTried && filled.name.trim() === "" && words.start.needed}
        data-autofocus
        onText={(text) => fill({ name: text })}
      />
      <What {...{ filled, fill }} />
      <ForWhich {...{ filled, fill }} />
      {filled.ways.includes("mail") && <When {...{ filled, fill }} />}
      {isTried && <Lacking filled={filled} />}
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}

function useKeeping(
  rule: NoticeRuleDocument | undefined,
  wish: NoticeRuleWish | undefined,
  onDone: () => void,
) {
  const { settings } = useParts().api;
  return useSaving({
    async work() {
      if (wish === undefined) return;
      await (rule === undefined
        ? settings.addNoticeRule(wish)
        : settings.changeNoticeRule(rule, wish));
    },
    refreshes: ["notice-rules"],
    onDone,
  });
}

/** What boxes are all empty of which one must be ticked. */
function Lacking({ filled: { kinds, ways } }: Pick<Filling, "filled">) {
  const { words } = useWords();
  if (kinds.length > 0 && ways.length > 0) return null;
  return (
    <p className="small attention" role="alert">
      {words.notices.told.nothing}
    </p>
  );
}

/** Who, of what, and how. */
function What({ filled, fill }: Filling) {
  const { words } = useWords();
  const { told, kind, channel } = words.notices;
  return (
    <>
      <Choice
        label={told.to}
        value={filled.to}
        options={useAudiences()}
        onChoose={(to) => fill({ to })}
      />
      <Checks
        legend={told.kinds}
        options={toChoices(NOTICE_KINDS, kind)}
        chosen={filled.kinds}
        onChoose={(kinds) => fill({ kinds })}
      />
      <Checks
        legend={told.channels}
        options={toChoices(WAYS, channel)}
        chosen={filled.ways}
        onChoose={(ways) => fill({ ways })}
      />
    </>
  );
}

function ForWhich({ filled, fill }: Filling) {
  const { words } = useWords();
  return (
    <>
      <Checks
        legend={words.notices.told.priorities}
        options={PRIORITY_OPTIONS}
        chosen={filled.priorities}
        onChoose={(priorities) => fill({ priorities })}
      />
      <OneCustomer ids={filled.customerIds} onChoose={(customerIds) => fill({ customerIds })} />
    </>
  );
}

/** When mails may leave; what is on a screen waits there. */
function When({ filled, fill }: Filling) {
  const { words } = useWords();
  const { told } = words.notices;
  const hours = [
    "always",
    "workdays",
    ...(filled.hours === "kept" ? (["kept"] as const) : []),
  ] as const;
  return (
    <>
      <Choice
        label={told.hours}
        value={filled.hours}
        options={toChoices(hours, told.hour)}
        onChoose={(chosen) => fill({ hours: chosen })}
      />
      {filled.hours === "workdays" && (
        <div className="field-row">
          <TextField
            type="time"
            label={told.from}
            value={filled.from}
            required
            onText={(from) => fill({ from: from.slice(0, 5) })}
          />
          <TextField
            type="time"
            label={told.until}
            value={filled.until}
            required
            onText={(until) => fill({ until: until.slice(0, 5) })}
          />
        </div>
      )}
      {filled.hours !== "always" && (
        <Checks
          legend={told.breakThrough}
          options={PRIORITY_OPTIONS}
          chosen={filled.breakThrough}
          onChoose={(breakThrough) => fill({ breakThrough })}
        />
      )}
    </>
  );
}
