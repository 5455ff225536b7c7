import { PageTitle } from "../desk/page-title.tsx";
import { useWords } from "../words/words.tsx";
import { MyNotices } from "./my-notices.tsx";
import { NoticeRules } from "./notice-rules.tsx";
import { Outbox } from "./outbox.tsx";
import { Webhooks } from "./webhooks.tsx";

/** What people and programs are told, how it went, and who is told what. */
export function NoticesPage() {
  const { words } = useWords();
  return (
    <>
      <PageTitle>{words.desk.pages.notices}</PageTitle>
      <div className="settings">
        <div className="settings-list">
          <MyNotices />
          <Outbox />
        </div>
        <div className="settings-side">
          <NoticeRules />
          <Webhooks />
        </div>
      </div>
    </>
  );
}
