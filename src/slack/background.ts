/** Runs work that goes on after the acknowledgement. */
export type Background = (what: string, work: () => Promise<void>) => void
