/** The words by which tickets are found. */

export interface TicketSearch {
  /** Whether the words of some ticket are older than what was written of it. */
  hasStale(): Promise<boolean>;
  /**
   * Makes the words of at most `limit` such tickets anew, and says of how many. Only inside a unit.
   * What writes to a ticket, or to what it is named by, marks it in its own unit: a mark is lost only
   * together with what it stands for.
   */
  indexStale(limit: number): Promise<number>;
}
