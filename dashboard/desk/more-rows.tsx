import { Button } from "@mantine/core";
import { useWords } from "../words/words.tsx";

/** What a list that is read page by page tells of its end. */
type Pages = {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
};

/** Reads the next rows of a list; nothing where all are there. */
export function MoreRows(props: {
  readonly of: Pages;
  /** What reading on is called here. */
  readonly label?: string;
}) {
  const { of: list, label } = props;
  const { words } = useWords();
  if (!list.hasNextPage) return null;
  return (
    <Button
      size="sm"
      variant="default"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {label ?? words.desk.more}
    </Button>
  );
}
