import "@fontsource/ibm-plex-sans/latin-400.css";
import "@fontsource/ibm-plex-sans/latin-600.css";
import "uplot/dist/uPlot.min.css";
import "./style.ts";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import type { Language } from "@vigie/shared/problems.ts";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createApi } from "./api/api.ts";
import { createAsk } from "./api/requests.ts";
import { App } from "./app.tsx";
import { createClock } from "./live/clock.ts";
import { createFeed } from "./live/feed.ts";
import { createLiveStore } from "./live/store.ts";
import { PartsProvider } from "./parts.tsx";
import { readPreference, SCHEME_KEY } from "./preferences.ts";
import { createQueryClient, onFrame } from "./queries.ts";
import { Mishap } from "./shell/mishap.tsx";
import { createSigner } from "./signer.ts";
import { cssVariables, theme } from "./theme.ts";
import { firstLanguage, loadCatalogue } from "./words/catalogue.ts";
import { WordsProvider } from "./words/words.tsx";

/** Makes the parts of the page, each given what it hands on to, and shows it. */

/** Styles that are made at run time are allowed by the nonce of this very page. */
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
setNonce(nonce);

let language = firstLanguage(readPreference("language"), navigator.languages);
const words = await loadCatalogue(language);
// A chart is drawn on a canvas, which does not wait for its font by itself.
await document.fonts.load("12px 'IBM Plex Sans'");

const clock = createClock(Date.now);
const queries = createQueryClient();
const store = createLiveStore({
  now: clock.now,
  beforeDraw: (flush) => void requestAnimationFrame(flush),
});
const feed = createFeed({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/live`,
  now: clock.now,
  onFrame(frame) {
    store.apply(frame);
    onFrame(queries, frame);
  },
});
const ask = createAsk({ language: () => language, onServerTime: clock.adjust });
const api = createApi(ask);
const signer = createSigner();
const schemes = localStorageColorSchemeManager({ key: SCHEME_KEY });

function tell(chosen: Language): void {
  language = chosen;
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <WordsProvider first={{ language, words }} onLanguage={tell}>
        <QueryClientProvider client={queries}>
          <PartsProvider parts={{ api, clock, feed, store, signer }}>
            <Mishap>
              <App />
            </Mishap>
          </PartsProvider>
        </QueryClientProvider>
      </WordsProvider>
    </MantineProvider>
  </StrictMode>,
);
