import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { VersionDocument, VersionWish } from "@vigie/shared/contract-version.ts";
import { useState } from "react";
import type { Versioned } from "../api/requests.ts";
import { useParts } from "../parts.tsx";
import { useRefresh } from "../queries.ts";
import { missingOf, reviewedAnew, type SavedDraft, withoutStaleReviews } from "./draft-missing.ts";
import type { Editing } from "./reading.ts";

/** A draft on the screen: what somebody makes of it, and what can be done with it. */
export type Draft = {
  /** The saved state that it goes on from; fields begin anew with another. */
  readonly etag: string | undefined;
  readonly editing: Editing;
  readonly isChanged: boolean;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly save: () => void;
  /** Saves it first, so that nothing is put in force that was not on the screen. */
  readonly putInForce: () => void;
  /** Reads it anew; what was not saved is lost. */
  readonly reload: () => void;
};

type Begun = {
  readonly etag: string | undefined;
  readonly saved: SavedDraft;
  readonly kept: VersionWish;
  readonly content: VersionWish;
};

/**
 * What somebody else saved is taken over only while nothing is being written here: else saving is
 * refused by the version, and the reader decides.
 */
export function useDraft(version: Versioned<VersionDocument>): Draft {
  const [begun, setBegun] = useState(() => begin(version));
  const isChanged = begun.content !== begun.kept;
  if (!isChanged && begun.etag !== version.etag) setBegun(begin(version));

  const acts = useDraftActs(version.document, begun, (saved) => setBegun(begin(saved)));
  return {
    ...acts,
    etag: begun.etag,
    isChanged,
    editing: {
      content: begun.content,
      missing: missingOf(begun.content, begun.saved),
      change: (content) =>
        setBegun({ ...begun, content: withoutStaleReviews(content, begun.content) }),
    },
    reload() {
      setBegun({ ...begun, content: begun.kept });
      acts.reload();
    },
  };
}

function useDraftActs(
  { contractId, number }: VersionDocument,
  { content, kept, etag }: Begun,
  onSaved: (saved: Versioned<VersionDocument>) => void,
) {
  const { contracts } = useParts().api;
  const client = useQueryClient();
  const refresh = useRefresh();
  const place = { contractId, number };

  /**
   * Answers the edit that is kept now. An edit takes the mark off a clause that it changes; who marked
   * it again on the screen has seen what it became, and that is a second edit.
   */
  async function saveNow(): Promise<string | undefined> {
    let saved = await contracts.save(place, content, etag);
    const { reviewed } = saved.document;
    const anew = reviewedAnew(content, kept).filter((clause) => !reviewed.includes(clause));
    if (anew.length > 0) {
      const marked = { ...toWish(saved.document), reviewed: [...reviewed, ...anew] };
      saved = await contracts.save(place, marked, saved.etag);
    }
    client.setQueryData(["contract-version", contractId, number], saved);
    onSaved(saved);
    return saved.etag;
  }

  const acting = useMutation({
    mutationFn: async (act: "save" | "put_in_force") => {
      const savedEtag = await saveNow();
      if (act === "put_in_force") await contracts.putInForce(place, {}, savedEtag);
    },
    onSuccess: () => refresh("contracts", "contract", "contract-version", "contract-coverage"),
  });
  return {
    isBusy: acting.isPending,
    error: acting.error,
    save: () => acting.mutate("save"),
    putInForce: () => acting.mutate("put_in_force"),
    reload() {
      acting.reset();
      void refresh("contract-version");
    },
  };
}

function begin({ document, etag }: Versioned<VersionDocument>): Begun {
  const kept = toWish(document);
  return { etag, saved: document, kept, content: kept };
}

/** What of a version a person writes, as it is sent back. */
export function toWish(version: VersionDocument): VersionWish {
  const { clauses, texts, variables, reviewed, effectiveOn, signedOn } = version;
  return { clauses, texts, variables, reviewed, effectiveOn, signedOn };
}
