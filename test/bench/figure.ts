/** One line of the table: the same thing measured with ohmy and with the bare library, round by round. */
export interface Figure {
  readonly name: string
  readonly unit: 'requests/s' | 'µs' | 'ms' | 'MB' | 'calls' | 'a second' | 'a minute' | '%'
  readonly ours: readonly number[]
  readonly bare: readonly number[]
  /** What `bare` is. */
  readonly against: string
  /** What ours by bare should be; without one the line is there to be read beside others. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number }
}

/** A line that stands for itself: as much as the goal, at most. */
export function goalFigure(
  name: string,
  unit: Figure['unit'],
  ours: readonly number[],
  goal: number,
): Figure {
  return { name, unit, ours, bare: ours.map(() => goal), against: 'goal', goal: { atMost: 1 } }
}

export interface BenchOptions {
  /** Of everything; the first of each is thrown away where warming up matters. */
  readonly rounds: number
  /** Folder for a CPU profile of each child process. */
  readonly profile?: string
  /** Folder of another checkout, built: what a whole process takes is measured against it as well. */
  readonly older?: string
}

/** Measures one thing, alone on the machine as far as that can be. */
export type Bench = (options: BenchOptions) => Promise<readonly Figure[]>
