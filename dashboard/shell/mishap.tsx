import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useWords } from "../words/words.tsx";

/** Catches a mistake of ours while drawing, so that a reader sees words and not an empty page. */
export class Mishap extends Component<{ readonly children: ReactNode }, { isCaught: boolean }> {
  override state = { isCaught: false };

  static getDerivedStateFromError() {
    return { isCaught: true };
  }

  override render(): ReactNode {
    return this.state.isCaught ? <Apology /> : this.props.children;
  }
}

function Apology() {
  const { words } = useWords();
  return (
    <div className="empty" role="alert">
      <p>{words.problems.mishap}</p>
      <Button mt="md" onClick={() => window.location.reload()}>
        {words.problems.reload}
      </Button>
    </div>
  );
}
