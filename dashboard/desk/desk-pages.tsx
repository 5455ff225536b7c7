import "./desk.css";
import type { ReactNode } from "react";
import { type Address, toDesk } from "../address.ts";
import { CallsPage } from "../calls/calls-page.tsx";
import { EscalationsPage } from "../escalations/escalations-page.tsx";
import { Link } from "../link.tsx";
import { MacrosPage } from "../macros/macros-page.tsx";
import { MailPage } from "../mail/mail-page.tsx";
import { NoticesPage } from "../notices/notices-page.tsx";
import { OpeningPage } from "../opening/opening-page.tsx";
import { OutagesPage } from "../outages/outages-page.tsx";
import { QueuePage } from "../queue/queue-page.tsx";
import { BREAKING_NEXT } from "../queue/queue-wish.ts";
import { RotasPage } from "../rotas/rotas-page.tsx";
import { RulesPage } from "../rules/rules-page.tsx";
import { StaffPage } from "../staff/staff-page.tsx";
import { TicketPage } from "../ticket/ticket-page.tsx";
import { ToldPage } from "../told/told-page.tsx";
import { WindowsPage } from "../windows/windows-page.tsx";
import { useWords } from "../words/words.tsx";
import { type DeskPlace, isPlain, type PlainPage, SETTING_PAGES } from "./place.ts";
import { useMyNotices } from "./questions.ts";
import { SignerChoice } from "./signer-choice.tsx";
import { useSignature } from "./use-signed.ts";

/** The pages of the desk, which are loaded when somebody first goes there. */
export function DeskPages({ place }: { readonly place: DeskPlace }) {
  return (
    <div className="desk">
      <div className="desk-bar">
        <Neighbours place={place} />
        <Bell />
        <SignerChoice />
      </div>
      {toPage(place)}
    </div>
  );
}

function toPage(place: DeskPlace): ReactNode {
  if (isPlain(place)) return PLAIN[place.page];
  switch (place.page) {
    case "queue":
      return <QueuePage wish={place.wish} />;
    case "ticket":
      return <TicketPage key={place.ticketId} ticketId={place.ticketId} />;
    case "new":
      return <OpeningPage subject={place.subject} />;
    case "mail":
      return <MailPage chosenId={place.chosenId} />;
    case "rules":
      return <RulesPage chosenId={place.chosenId} />;
  }
}

const PLAIN: Readonly<Record<PlainPage, ReactNode>> = {
  calls: <CallsPage />,
  windows: <WindowsPage />,
  outages: <OutagesPage />,
  rotas: <RotasPage />,
  escalations: <EscalationsPage />,
  staff: <StaffPage />,
  macros: <MacrosPage />,
  notices: <NoticesPage />,
  told: <ToldPage />,
};

/** That there is something new for who is here; nothing otherwise. */
function Bell() {
  const { words } = useWords();
  const { staffId } = useSignature();
  const unread = useMyNotices(staffId).data?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <Link to={toDesk({ page: "notices" })} className="bell">
      <span className="shape shape-attention" />
      {words.notices.bell({ n: unread })}
    </Link>
  );
}

/** The pages that stand beside this one: about tickets, or about how Vigie works. */
function Neighbours({ place }: { readonly place: DeskPlace }) {
  const { words } = useWords();
  const isSetting = SETTING_PAGES.some((page) => page === place.page);
  const pages = isSetting ? SETTING_PAGES : TICKET_PAGES;
  return (
    <nav className="navigation" aria-label={words.desk.navigation}>
      {pages.map((page) => (
        <Link
          key={page}
          to={addressOf(page)}
          isCurrent={page === place.page || (page === "queue" && place.page === "ticket")}
        >
          {words.desk.pages[page]}
        </Link>
      ))}
    </nav>
  );
}

const TICKET_PAGES = ["queue", "mail", "calls"] as const;
type Neighbour = (typeof TICKET_PAGES)[number] | (typeof SETTING_PAGES)[number];

function addressOf(page: Neighbour): Address {
  return toDesk(page === "queue" ? { page, wish: BREAKING_NEXT } : { page });
}
