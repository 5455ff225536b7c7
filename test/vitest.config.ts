import { defineConfig } from "vitest/config";

/**
 * `servers` needs Debian's servers and runs behind `npm run test:servers`; all else is `npm test`.
 * The domain runs once for each of four zones of the host (scripts/test.ts).
 */
export default defineConfig({
  test: {
    pool: "forks",
    // Vitest leaves a core free by default: of two, that is half of the machine.
    maxWorkers: "100%",
    // What is compiled for one run serves the next: the domain alone runs four times.
    fsModuleCache: true,
    projects: [
      notIsolated(project("domain", ["test/collector/domain/**/*.test.ts"])),
      project(
        "unit",
        ["test/{agent,collector,dashboard,shared,scripts}/**/*.test.ts"],
        ["test/collector/domain/**"],
      ),
      project("contract", ["test/contract/**/*.test.ts"]),
      project("architecture", ["test/architecture/**/*.test.ts"]),
      project("journey", ["test/journey/**/*.test.ts"]),
      project("browser", ["test/browser/**/*.test.ts"]),
      // The registry's suites are the same on every engine: here on a server's.
      onServers(
        project("servers", ["test/servers/**/*.test.ts", "test/contract/registry{,/**/*}.test.ts"]),
      ),
    ],
  },
});

function project(name: string, include: string[], exclude: string[] = []) {
  return { test: { name, include, exclude, testTimeout: 30_000, hookTimeout: 60_000 } };
}

/** Functions without a state need no process of their own for each file, which costs more than they do. */
function notIsolated({ test }: ReturnType<typeof project>) {
  return { test: { ...test, isolate: false } };
}

/** Suites that run on several engines look at this variable, to take the one that has a server. */
function onServers({ test }: ReturnType<typeof project>) {
  return { test: { ...test, env: { VIGIE_TEST_SERVERS: "1" } } };
}
