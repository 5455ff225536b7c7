/** How to start the agent: a program, its arguments, and what to add to the environment. */
export type Launch = {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** How to start the agent with these words, such as `["run"]`; or why it cannot be started. */
export function toLaunch(words: readonly string[]): Launch | { readonly problem: string };
