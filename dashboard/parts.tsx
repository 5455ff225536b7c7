import { createContext, type ReactNode, use } from "react";
import type { Api } from "./api/api.ts";
import type { Clock } from "./live/clock.ts";
import type { Feed } from "./live/feed.ts";
import type { LiveStore } from "./live/store.ts";
import type { Signer } from "./signer.ts";

/** What main.tsx made and every component may use. */
export type Parts = {
  readonly api: Api;
  readonly clock: Clock;
  readonly feed: Feed;
  readonly store: LiveStore;
  readonly signer: Signer;
};

const PartsContext = createContext<Parts | undefined>(undefined);

export function PartsProvider(props: { readonly parts: Parts; readonly children: ReactNode }) {
  return <PartsContext value={props.parts}>{props.children}</PartsContext>;
}

export function useParts(): Parts {
  const parts = use(PartsContext);
  if (parts === undefined) throw new Error("useParts needs a PartsProvider above it");
  return parts;
}
