import { type MantineColorScheme, NativeSelect, useMantineColorScheme } from "@mantine/core";
import { LANGUAGES } from "@vigie/shared/problems.ts";
import { HOME, toContracts, toDesk, useAddress } from "../address.ts";
import { SETTING_PAGES } from "../desk/place.ts";
import { Link } from "../link.tsx";
import { BREAKING_NEXT } from "../queue/queue-wish.ts";
import { useWords } from "../words/words.tsx";
import { LanguageIcon, SchemeIcon } from "./choice-icons.tsx";
import { Connection } from "./connection.tsx";
import { Mark } from "./mark.tsx";

const CONTRACTS = toContracts({ page: "list", search: undefined, cursor: undefined });
const TICKETS = toDesk({ page: "queue", wish: BREAKING_NEXT });
const SETTINGS = toDesk({ page: "windows" });
const SCHEMES = ["auto", "light", "dark"] as const satisfies readonly MantineColorScheme[];

const ICON_ROOM = 22;

/** The bar at the top: the mark, where one is, whether it is live, language and appearance. */
export function Header() {
  const { words } = useWords();
  return (
    <header className="bar">
      <a href="#content" className="skip">
        {words.shell.skip}
      </a>
      <Link to={HOME} className="brand" label={words.shell.home}>
        <Mark size={24} />
        <span aria-hidden="true">Vigie</span>
      </Link>
      <Navigation />
      <div className="bar-end">
        <Connection />
        <LanguageChoice />
        <SchemeChoice />
      </div>
    </header>
  );
}

/** What there is besides the page that is open. */
function Navigation() {
  const { words } = useWords();
  const { contracts, desk } = useAddress();
  const isSetting = SETTING_PAGES.some((page) => page === desk?.page);
  return (
    <nav className="navigation" aria-label={words.shell.navigation}>
      <Link to={TICKETS} isCurrent={desk !== undefined && !isSetting}>
        {words.tickets.title}
      </Link>
      <Link to={HOME} isCurrent={contracts === undefined && desk === undefined}>
        {words.list.title}
      </Link>
      <Link to={CONTRACTS} isCurrent={contracts !== undefined}>
        {words.contracts.title}
      </Link>
      <Link to={SETTINGS} isCurrent={isSetting}>
        {words.shell.settings}
      </Link>
    </nav>
  );
}

function LanguageChoice() {
  const { language, words, choose } = useWords();
  return (
    <NativeSelect
      size="xs"
      variant="unstyled"
      className="choice"
      leftSection={<LanguageIcon />}
      leftSectionWidth={ICON_ROOM}
      title={words.shell.language}
      aria-label={words.shell.language}
      value={language}
      data={LANGUAGES.map((name) => ({ value: name, label: name.toUpperCase() }))}
      onChange={({ currentTarget }) => {
        const chosen = LANGUAGES.find((name) => name === currentTarget.value);
        if (chosen !== undefined) choose(chosen);
      }}
    />
  );
}

function SchemeChoice() {
  const { words } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const labels = { auto: words.shell.system, light: words.shell.light, dark: words.shell.dark };
  return (
    <NativeSelect
      size="xs"
      variant="unstyled"
      className="choice choice-scheme"
      leftSection={<SchemeIcon />}
      leftSectionWidth={ICON_ROOM}
      title={words.shell.scheme}
      aria-label={words.shell.scheme}
      value={colorScheme}
      data={SCHEMES.map((name) => ({ value: name, label: labels[name] }))}
      onChange={({ currentTarget }) => {
        const chosen = SCHEMES.find((name) => name === currentTarget.value);
        if (chosen !== undefined) setColorScheme(chosen);
      }}
    />
  );
}
