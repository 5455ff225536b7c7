import { PageTitle } from "../desk/page-title.tsx";
import { useWords } from "../words/words.tsx";
import { MyNotices } from "./my-notices.tsx";
import { Outbox } from "./outbox.tsx";

/** What people and programs are told, and how it went. */
export function NoticesPage() {
  const { words } = useWords();
  return (
    <>
      <PageTitle>{words.desk.pages.notices}</PageTitle>
      <div className="settings-list">
        <MyNotices />
        <Outbox />
      </div>
    </>
  );
}
