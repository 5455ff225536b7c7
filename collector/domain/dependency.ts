/** What machines are behind, one behind the other. */

/** Machines that one machine may be directly behind. */
export const UPSTREAMS_MAX = 5;

/** Machines that one may be behind, round all corners: so many are looked at when it goes. */
export const ABOVE_MAX = 100;
