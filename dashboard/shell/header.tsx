import { type MantineColorScheme, NativeSelect, useMantineColorScheme } from "@mantine/core";
import { LANGUAGES } from "@vigie/shared/problems.ts";
import { HOME, toContracts, useAddress } from "../address.ts";
import { Link } from "../link.tsx";
import { useWords } from "../words/words.tsx";
import { LanguageIcon, SchemeIcon } from "./choice-icons.tsx";
import { Connection } from "./connection.tsx";
import { Mark } from "./mark.tsx";

const CONTRACTS = toContracts({ page: "list", search: undefined, cursor: undefined });
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
  const isContracts = useAddress().contracts !== undefined;
  return (
    <nav className="navigation" aria-label={words.contracts.navigation}>
      <Link to={HOME} isCurrent={!isContracts}>
        {words.list.title}
      </Link>
      <Link to={CONTRACTS} isCurrent={isContracts}>
        {words.contracts.title}
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
