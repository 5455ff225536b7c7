/** One error of the catalogue. */
export type ProblemEntry = {
  /** The API's answer; undefined for what only agents, dead letters or the start can meet. */
  readonly status?: number;
  readonly en: string;
  readonly fr: string;
};
