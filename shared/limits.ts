/**
 * The limits of what crosses the wire, each with its reason. What is larger is refused with a code
 * that names the limit; nothing is cut silently.
 */

/** One MQTT packet. The agent splits at `SPLIT_BYTES`, so an honest one never meets it. */
export const PACKET_BYTES_MAX = 256 * 1024;

/** Where the agent starts a new envelope or a new piece of a fact. */
export const SPLIT_BYTES = 200 * 1024;

/** Reports in one envelope: enough to catch up, few enough to answer in one batch. */
export const REPORTS_PER_ENVELOPE_MAX = 100;

/** Samples in one report, machine and objects together. */
export const SAMPLES_PER_REPORT_MAX = 2_000;

/** Objects of one kind in one report (volumes, disks, interfaces). */
export const OBJECTS_PER_KIND_MAX = 256;

/** A name or a reason that an agent sends. */
export const STRING_LENGTH_MAX = 255;

/** Depth of a fact's document: no honest inventory is deeper. */
export const DOCUMENT_DEPTH_MAX = 16;

/** Keys of a fact's document, all levels together. */
export const DOCUMENT_KEYS_MAX = 5_000;

/** One frame of the live feed, in either direction. */
export const LIVE_FRAME_BYTES_MAX = 64 * 1024;

/** Machines and lists that one live connection may watch at once. */
export const LIVE_SUBSCRIPTIONS_MAX = 200;

/** What a live connection may leave unread before it is cut. */
export const LIVE_BUFFER_BYTES_MAX = 1024 * 1024;
