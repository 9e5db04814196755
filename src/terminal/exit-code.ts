import { z } from 'zod'
import { type Verdict, verdicts } from '../core/status.js'

/** 0: done. 1: refused or failed, or the end was not awaited. 2: not understood. 3 to 5, with `--exit-code`: how it is. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5

const codes: Readonly<Record<Verdict, ExitCode>> = {
  healthy: 0,
  'scaled to zero': 0,
  deploying: 0,
  'worth a look': 3,
  degraded: 3,
  down: 4,
  unknown: 5,
}

const Judged = z.object({ verdict: z.enum(verdicts) })

/** What `--exit-code` tells of an answer; undefined: the answer judges nothing. */
export function exitCodeOf(data: unknown): ExitCode | undefined {
  const { data: judged } = Judged.safeParse(data)
  return judged === undefined ? undefined : codes[judged.verdict]
}
