import { Button } from "@mantine/core";
import { useState } from "react";
import { Beside } from "../desk/beside.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { useWords } from "../words/words.tsx";
import { Dependencies } from "./dependencies.tsx";
import { DependencyForm } from "./dependency-form.tsx";
import { PastOutages, RunningOutages } from "./outages.tsx";

/** What goes together: sites that are away, and machines whose absence says nothing by itself. */
export function OutagesPage() {
  const { words } = useWords();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <PageTitle>{words.desk.pages.outages}</PageTitle>
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.outages.about}</p>
          <RunningOutages />
          <PastOutages />
          <Dependencies>
            <Button size="xs" variant="default" onClick={() => setAdding(true)}>
              {words.outages.newBehind}
            </Button>
          </Dependencies>
        </div>
        {isAdding && (
          <Beside>
            <DependencyForm onDone={() => setAdding(false)} />
          </Beside>
        )}
      </div>
    </>
  );
}
