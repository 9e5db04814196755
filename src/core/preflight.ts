import { z } from 'zod'
import { Caller, Person, Place } from './caller.js'

/** `skip`: nobody could look, which is never OK. */
export const preflightResults = ['ng', 'warn', 'skip', 'ok'] as const
export type PreflightResult = (typeof preflightResults)[number]

/** One thing that was looked at before a deployment. */
export const PreflightItem = z.object({
  /** `credentials`, `images`, `backend` */
  group: z.string(),
  /** `Images of backend` */
  what: z.string(),
  result: z.enum(preflightResults),
  /** What was found, with its figure. Untrusted. */
  figure: z.string(),
  /** What to do about it; absent: nothing is to be done. */
  remedy: z.string().exactOptional(),
})
export type PreflightItem = Readonly<z.infer<typeof PreflightItem>>

const Deployment = z.object({ service: z.string(), image: z.string() })
export type PreflightDeployment = Readonly<z.infer<typeof Deployment>>

/** What only people can answer, and who did. Times in ms since the epoch. */
export const PreflightTick = z.object({
  /** As the configuration has it: `review done`. */
  item: z.string(),
  by: Person.exactOptional(),
  at: z.number().exactOptional(),
})
export type PreflightTick = Readonly<z.infer<typeof PreflightTick>>

/** Whether an environment is ready for a deployment. */
export interface Preflight {
  readonly environment: string
  /** What is about to be deployed, where that was said. */
  readonly deployment?: PreflightDeployment
  readonly ready: boolean
  /** Worst first. */
  readonly items: readonly PreflightItem[]
}

/** What is kept of one that was asked for in Slack. */
export const PreflightRecord = z.object({
  v: z.literal(1),
  /** `look-7k2m9qa` */
  id: z.string(),
  environment: z.string(),
  deployment: Deployment.exactOptional(),
  caller: Caller,
  place: Place,
  startedAt: z.number(),
  endedAt: z.number().exactOptional(),
  status: z.enum(['running', 'done', 'failed']),
  /** Whether its message is there: one that is answered within a moment is shown once, as a whole. */
  isShown: z.boolean(),
  /** How many are asked; absent: nobody has looked yet. */
  asked: z.number().exactOptional(),
  /** Those that have answered, by their question. */
  answers: z.record(z.string(), PreflightItem),
  checklist: z.array(PreflightTick).readonly(),
  /** Why it failed, one or two sentences. */
  failure: z.string().exactOptional(),
})
export type PreflightRecord = Readonly<z.infer<typeof PreflightRecord>>

/** Worst first; nothing stands against it where none is NG. */
export function judged(
  about: Pick<Preflight, 'environment' | 'deployment'>,
  items: readonly PreflightItem[],
): Preflight {
  const { environment, deployment } = about
  return {
    environment,
    ...(deployment === undefined ? {} : { deployment }),
    ready: items.every(({ result }) => result !== 'ng'),
    items: items.toSorted((one, other) => rank(one) - rank(other)),
  }
}

function rank({ result }: PreflightItem): number {
  return preflightResults.indexOf(result)
}
