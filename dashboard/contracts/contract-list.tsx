import { Button, TextInput } from "@mantine/core";
import type { ContractSummary } from "@vigie/shared/contract-version.ts";
import { navigate, replace, toContract, toContracts } from "../address.ts";
import type { ContractsWish } from "../api/contracts.ts";
import { SEARCH_LENGTH_MAX } from "../api/wishes.ts";
import { Link } from "../link.tsx";
import { Mark } from "../shell/mark.tsx";
import { PageProblem, PageWords } from "../shell/problem-notice.tsx";
import { useSearch } from "../use-search.ts";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { toInDaysText } from "./contract-head.tsx";
import type { Reader } from "./promise-words.ts";
import { useContracts } from "./questions.ts";
import { StandingMark } from "./standing-mark.tsx";
import { lastNoticeOf, noticeNearIn, toStanding } from "./term-words.ts";

/** All contracts, each leading to its page; what must be decided soon stands out. */
export function ContractList(wish: ContractsWish) {
  const { words } = useWords();
  const { data, error, refetch } = useContracts(wish);
  useTitle(words.contracts.title);
  if (data === undefined) {
    if (error === null) return <PageWords>{words.problems.reading}</PageWords>;
    return <PageProblem error={error} onRetry={() => void refetch()} />;
  }
  const isWhole = wish.search === undefined && wish.cursor === undefined;
  if (data.items.length === 0 && isWhole) return <NoContract />;
  return (
    <div className="machines">
      <div className="list-head">
        <h1>{words.contracts.title}</h1>
        <Link to={toContracts({ page: "new" })}>{words.contracts.new}</Link>
      </div>
      <Search search={wish.search} />
      {data.items.length === 0 ? (
        <p className="quiet">{words.contracts.nothingFound}</p>
      ) : (
        <ContractTable contracts={data.items} />
      )}
      <Pages wish={wish} next={data.nextCursor ?? undefined} />
    </div>
  );
}

function Search({ search }: Pick<ContractsWish, "search">) {
  const { words } = useWords();
  const { text, write } = useSearch(search, (wish) =>
    replace(toContracts({ page: "list", search: wish, cursor: undefined })),
  );
  return (
    <div className="filters">
      <TextInput
        type="search"
        className="search"
        aria-label={words.contracts.search}
        placeholder={words.contracts.search}
        value={text}
        maxLength={SEARCH_LENGTH_MAX}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
    </div>
  );
}

function Pages(props: { readonly wish: ContractsWish; readonly next: string | undefined }) {
  const { wish, next } = props;
  const { words } = useWords();
  const { search } = wish;
  return (
    <div className="links">
      {wish.cursor !== undefined && (
        <Link to={toContracts({ page: "list", search, cursor: undefined })}>
          {words.contracts.first}
        </Link>
      )}
      {next !== undefined && (
        <Link to={toContracts({ page: "list", search, cursor: next })}>{words.contracts.more}</Link>
      )}
    </div>
  );
}

/** The first visit: one sentence and one act. */
function NoContract() {
  const { words } = useWords();
  return (
    <div className="empty">
      <Mark size={48} />
      <h1>{words.contracts.emptyTitle}</h1>
      <p>{words.contracts.empty}</p>
      <Button mt="md" onClick={() => navigate(toContracts({ page: "new" }))}>
        {words.contracts.fromTemplate}
      </Button>
    </div>
  );
}

function ContractTable({ contracts }: { readonly contracts: readonly ContractSummary[] }) {
  const { words } = useWords();
  const { columns } = words.contracts;
  return (
    <table className="table contracts-table">
      <thead>
        <tr>
          <th scope="col">{columns.contract}</th>
          <th scope="col">{columns.customer}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.ends}</th>
          <th scope="col">{columns.lastNotice}</th>
          <th scope="col">{columns.covered}</th>
        </tr>
      </thead>
      <tbody>
        {contracts.map((contract) => (
          <ContractRow key={contract.id} contract={contract} />
        ))}
      </tbody>
    </table>
  );
}

function ContractRow({ contract }: { readonly contract: ContractSummary }) {
  const reader = useWords();
  const { words } = reader;
  const end = endText(contract, reader);
  const notice = noticeOf(contract);
  return (
    <tr className="figures">
      <th scope="row">
        <span className="contract-number">{contract.number}</span>
        <Link to={toContract(contract.id)}>{contract.name}</Link>
      </th>
      <td>
        {contract.customer.name}
        {contract.sample && <span className="tag">{words.machine.sample}</span>}
      </td>
      <td>
        <StandingMark contract={contract} />
      </td>
      <td
        data-label={words.contracts.columns.ends}
        data-none={end === undefined || toStanding(contract) === "notice_given"}
      >
        {end ?? <span className="muted">{words.contract.none}</span>}
      </td>
      <td
        data-label={words.contracts.columns.lastNotice}
        data-far={noticeNearIn(contract) === undefined}
      >
        {notice === undefined ? (
          <span className="muted">{words.contract.none}</span>
        ) : (
          <LastNotice contract={contract} day={notice} />
        )}
      </td>
      <td className="muted" data-far="true" data-label={words.contracts.columns.covered}>
        {coveredText(contract, reader)}
      </td>
    </tr>
  );
}

function LastNotice(props: { readonly contract: ContractSummary; readonly day: string }) {
  const { contract, day } = props;
  const reader = useWords();
  const near = noticeNearIn(contract);
  const date = reader.formats.date(day);
  if (near === undefined) return date;
  return (
    <span className="attention">
      <span className="shape shape-attention" />
      {date}
      {" · "}
      {toInDaysText(near, reader)}
    </span>
  );
}

/** The end of its current term, or of all of it where that is known; undefined = there is none. */
function endText(contract: ContractSummary, { words, formats }: Reader): string | undefined {
  const { current, endsOn } = contract.standing;
  if (toStanding(contract) === "draft") return undefined;
  if (endsOn !== null) return formats.date(endsOn);
  if (current === null) return undefined;
  return current.endsOn === null ? words.contracts.openEnded : formats.date(current.endsOn);
}

function noticeOf(contract: ContractSummary): string | undefined {
  if (toStanding(contract) === "draft") return undefined;
  return lastNoticeOf(contract.standing);
}

function coveredText({ covered }: ContractSummary, { words }: Reader): string {
  const parts = [
    covered.machines > 0 && words.contracts.machines({ n: covered.machines }),
    covered.equipment > 0 && words.contracts.equipment({ n: covered.equipment }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? words.contracts.coversNothing : parts.join(", ");
}
