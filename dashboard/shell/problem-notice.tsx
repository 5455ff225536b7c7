import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiProblem } from "../api/problem.ts";
import { useWords, type Words } from "../words/words.tsx";

/** What went wrong and what to do, with a way to try again where that may help. */
export function ProblemNotice(props: { readonly error: Error; onRetry?: () => void }) {
  const { error, onRetry } = props;
  const { words } = useWords();
  return (
    <div className="notice" role="alert">
      <span className="shape shape-broken" />
      <p>{problemText(error, words)}</p>
      {onRetry !== undefined && (
        <Button size="xs" variant="default" onClick={onRetry}>
          {words.problems.retry}
        </Button>
      )}
    </div>
  );
}

/** The collector's own words; where nobody answered, or the fault is here, the page's. */
function problemText(error: Error, { problems }: Words["words"]): string {
  if (!(error instanceof ApiProblem)) return problems.mishap;
  return error.code === "no_answer" ? problems.no_answer : error.title;
}

/** A page that has nothing but words yet; a page has a heading all the same. */
export function PageWords({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <h1 className="unseen">Vigie</h1>
      <p className="quiet page-wait">{children}</p>
    </>
  );
}

/** A problem where there is nothing else on the page. */
export function PageProblem(props: { readonly error: Error; onRetry(): void }) {
  return (
    <>
      <h1 className="unseen">Vigie</h1>
      <ProblemNotice {...props} />
    </>
  );
}
