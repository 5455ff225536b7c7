import type { LinkKind } from "@vigie/shared/ticket-document.ts";

/** How a link of two tickets reads from its other end. */
export function mirrored(kind: LinkKind): LinkKind {
  return MIRRORED[kind];
}

const MIRRORED = {
  related: "related",
  causes: "caused_by",
  caused_by: "causes",
  duplicates: "duplicated_by",
  duplicated_by: "duplicates",
} as const satisfies Record<LinkKind, LinkKind>;
