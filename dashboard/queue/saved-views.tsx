import { Button } from "@mantine/core";
import type { ViewDocument } from "@vigie/shared/view.ts";
import { useState } from "react";
import { toDesk } from "../address.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { TextField } from "../desk/fields.tsx";
import { useViews } from "../desk/questions.ts";
import { useSignature, useSigned } from "../desk/use-signed.ts";
import { Link } from "../link.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { BREAKING_NEXT, isSameView, type QueueWish, TABS, toTabWish } from "./queue-wish.ts";
import { toViewQueue, toViewWish } from "./view-wish.ts";

const NAME_LENGTH_MAX = 80;

/** The lists that somebody gave a name: everybody's, and one's own. */
export function SavedViews({ wish }: { readonly wish: QueueWish }) {
  const { name, staffId } = useSignature();
  const { data } = useViews();
  const views = (data?.items ?? []).filter(({ owner }) => owner === null || owner === name);
  const current = views.find((view) => isSameView(toViewQueue(view), wish));
  const isTab = TABS.some((tab) => isSameView(toTabWish(tab, staffId) ?? BREAKING_NEXT, wish));
  return (
    <>
      {views.map((view) => (
        <Link
          key={view.id}
          to={toDesk({ page: "queue", wish: toViewQueue(view) })}
          className="tab"
          isCurrent={view === current}
        >
          {view.name}
        </Link>
      ))}
      {current !== undefined && <Forget view={current} />}
      {current === undefined && !isTab && <Keep wish={wish} />}
    </>
  );
}

function Forget({ view }: { readonly view: ViewDocument }) {
  const { queue } = useParts().api;
  const { words } = useWords();
  const forgetting = useSigned({
    work: () => queue.removeView(view),
    refreshes: ["views"],
  });
  return (
    <>
      <button
        type="button"
        className="text-button tab-end"
        disabled={forgetting.isBusy}
        onClick={() => forgetting.run()}
      >
        {words.queue.forgetView({ name: view.name })}
      </button>
      <ActProblem error={forgetting.error} />
    </>
  );
}

/** Gives the list on the screen a name. */
function Keep({ wish }: { readonly wish: QueueWish }) {
  const { queue } = useParts().api;
  const { words } = useWords();
  const [isAsked, setAsked] = useState(false);
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const keeping = useSigned({
    work: (_input, by) =>
      queue.addView(toViewWish(wish, { name: name.trim(), owner: isShared ? null : by })),
    refreshes: ["views"],
    onDone: () => setAsked(false),
  });
  if (!isAsked) {
    return (
      <button type="button" className="text-button tab-end" onClick={() => setAsked(true)}>
        {words.queue.keepView}
      </button>
    );
  }
  return (
    <form
      className="inline-form tab-end"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (name.trim() !== "") keeping.run();
      }}
    >
      <TextField
        size="xs"
        aria-label={words.queue.viewName}
        placeholder={words.queue.viewName}
        value={name}
        maxLength={NAME_LENGTH_MAX}
        data-autofocus
        onText={setName}
      />
      <Check label={words.queue.viewShared} checked={isShared} onChange={setShared} />
      <Button type="submit" size="xs" variant="default" loading={keeping.isBusy}>
        {words.desk.save}
      </Button>
      <ActProblem error={keeping.error} />
    </form>
  );
}
