import type { Caller, Place } from './caller.js'
import type { Json } from './json.js'
import type { Message, Reply, ReplyFile } from './message.js'

/** How a job ended: exactly one of these. `expired`: its time was over before it had what it was to find. */
export const jobOutcomes = ['done', 'failed', 'stopped', 'expired'] as const
export type JobOutcome = (typeof jobOutcomes)[number]

/** Long reading work: everything known of one job. What Redis keeps. Times in ms since the epoch. */
export interface JobRecord {
  /** `job-7k2m9qa` */
  readonly id: string
  /** The definition's name: `follow-logs`. */
  readonly name: string
  /** The environment it reads: who may stop it is decided there. */
  readonly environment: string
  readonly input: Json
  /** What its definition keeps from tick to tick. */
  readonly state: Json
  readonly status: 'running' | JobOutcome
  readonly caller: Caller
  /** Where its message is shown; absent: nowhere but in the terminal that asked. */
  readonly place?: Place
  readonly message: Message
  /** Rises with each message that differs from the one before. */
  readonly messageVersion: number
  readonly startedAt: number
  /** It ends by then, whatever it has found. */
  readonly deadline: number
  readonly endedAt?: number
  readonly stopRequestedBy?: Caller
  /** Who said that it may go on, where it asked. */
  readonly goAheadBy?: Caller
  /** Failures in a row. */
  readonly faults: number
  /** Why it failed, one or two sentences. */
  readonly failure?: string
  /** What it found, as data: what `--json` prints. */
  readonly result?: Json
  /** Times its files may still be tried to be handed over. */
  readonly filesOwed: number
}

export function isJobEnded(record: Pick<JobRecord, 'status'>): boolean {
  return record.status !== 'running'
}

/** What can be done with a job that is there. */
export interface JobControl {
  /** For whoever asked, and for operators of the environment. @throws UserError */
  stop(id: string, caller: Caller): Promise<Reply>
  find(id: string): Promise<JobRecord | undefined>
  /** Resolves when it ended; calls back at each change until then. For the terminal. */
  follow(id: string, changed: (record: JobRecord) => void): Promise<JobRecord>
  /** What belongs to an ended one that is shown nowhere else. */
  files(id: string): Promise<readonly ReplyFile[]>
}
