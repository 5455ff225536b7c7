/** What machines are behind, one behind the other. */

/** Machines behind one another: a longer chain is a mistake of whoever drew it. */
export const CHAIN_MAX = 10;

/** Machines that one machine may be directly behind. */
export const UPSTREAMS_MAX = 5;

/** Machines that are looked at to find out what one is behind. */
export const LOOKED_AT_MAX = 100;
