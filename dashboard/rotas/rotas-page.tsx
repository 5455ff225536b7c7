import { Button } from "@mantine/core";
import type { RotaDocument } from "@vigie/shared/rota.ts";
import { useState } from "react";
import { toDesk } from "../address.ts";
import { Beside } from "../desk/beside.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { useStaff } from "../desk/questions.ts";
import { Link } from "../link.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { CalendarAddress } from "./calendar-address.tsx";
import { OverrideForm } from "./override-form.tsx";
import { useRotas } from "./questions.ts";
import { Rota } from "./rota.tsx";
import { RotaForm } from "./rota-form.tsx";

/** What is being filled in, and of which rota; no rota = a new one. */
export type Filling = {
  readonly what: "rota" | "override" | "calendar";
  readonly rota: RotaDocument | undefined;
};

/** Who is on call, now and in the weeks to come. */
export function RotasPage() {
  const { words } = useWords();
  const { data, error, isSuccess, refetch } = useRotas();
  const [filling, setFilling] = useState<Filling>();
  const rotas = data?.items ?? [];
  return (
    <>
      <PageTitle>{words.desk.pages.rotas}</PageTitle>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.rotas.about}</p>
          <Beginning onFill={setFilling} />
          {isSuccess && rotas.length === 0 && <p className="quiet">{words.rotas.none}</p>}
          {rotas.map((rota) => (
            <Rota key={rota.id} rota={rota} onFill={setFilling} />
          ))}
        </div>
        {filling !== undefined && (
          <Beside key={`${filling.what} ${filling.rota?.id}`}>
            <Form filling={filling} rotas={rotas} onDone={() => setFilling(undefined)} />
          </Beside>
        )}
      </div>
    </>
  );
}

/** A new one; where nobody could be in it, where people are registered. */
function Beginning({ onFill }: { readonly onFill: (filling: Filling) => void }) {
  const { words } = useWords();
  const { data } = useStaff();
  if (data === undefined) return null;
  if (!data.items.some(({ active }) => active)) {
    return (
      <p className="quiet">
        <Link to={toDesk({ page: "staff" })}>{words.rotas.noStaff}</Link>
      </p>
    );
  }
  return (
    <Button size="xs" variant="default" onClick={() => onFill({ what: "rota", rota: undefined })}>
      {words.rotas.new}
    </Button>
  );
}

/**
 * What changes a rota begins with it as it was when somebody opened the form, so that nobody's change is
 * overwritten unseen; a stand-in and the address go on with the rota as it is now.
 */
function Form(props: {
  readonly filling: Filling;
  readonly rotas: readonly RotaDocument[];
  readonly onDone: () => void;
}) {
  const { filling, rotas, onDone } = props;
  if (filling.what === "rota") return <RotaForm rota={filling.rota} onDone={onDone} />;
  const rota = rotas.find(({ id }) => id === filling.rota?.id);
  if (rota === undefined) return null;
  if (filling.what === "override") return <OverrideForm {...{ rota, onDone }} />;
  return <CalendarAddress {...{ rota, onDone }} />;
}
