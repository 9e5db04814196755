import { z } from 'zod'
import { Place, Person } from './caller.js'

/** How a page ended: exactly one of these. `cancelled`: what it was about is over. */
export const pageOutcomes = ['acknowledged', 'unanswered', 'cancelled'] as const
export type PageOutcome = (typeof pageOutcomes)[number]

/** `waiting`: for business hours. `calling`: until somebody answers. */
export const pageStates = ['waiting', 'calling', ...pageOutcomes] as const
export type PageState = (typeof pageStates)[number]

/** Who is called after how long. Both lists empty of people who can be told: the next ones are called at once. */
export const PageStep = z.object({
  /** `primary`, `tech lead`: how it is shown. */
  to: z.string(),
  /** Whoever is on call in these layers when it is their turn. */
  layers: z.array(z.string()).readonly(),
  /** And these (Slack user ids). */
  people: z.array(z.string()).readonly(),
  /** ms they are given before the next ones are called. */
  wait: z.number(),
})
export type PageStep = Readonly<z.infer<typeof PageStep>>

/** People who were called, in one go. */
export const PageCall = z.object({ to: z.string(), people: z.array(Person).readonly(), at: z.number() })
export type PageCall = Readonly<z.infer<typeof PageCall>>

export const pagerDutyActions = ['trigger', 'acknowledge', 'resolve'] as const
export type PagerDutyAction = (typeof pagerDutyActions)[number]

/** Everything known of one page: what Redis keeps, what its messages show. Times in ms since the epoch. */
export const PageRecord = z.object({
  v: z.literal(1),
  /** `page-7k2m9qa` */
  id: z.string(),
  /** What asked for it, in a word or two: `alarm`, `incident`, `by hand`. */
  reason: z.string(),
  /** What it is about. Untrusted. */
  title: z.string(),
  environment: z.string().exactOptional(),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** The flow it is called for: it is cancelled when that ends. */
  parent: z.string().exactOptional(),
  /** What began to ring meanwhile, and is told by the same page. Untrusted. */
  also: z
    .array(z.object({ id: z.string(), title: z.string() }))
    .readonly()
    .exactOptional(),
  /** Where more is to be read. */
  link: z.string().exactOptional(),
  place: Place,
  /** Who asked for it: never called themselves. */
  by: Person.exactOptional(),
  state: z.enum(pageStates),
  begunAt: z.number(),
  /** When somebody is called next, or nobody any more. */
  nextAt: z.number(),
  steps: z.array(PageStep).readonly(),
  /** How many of the steps were done. */
  done: z.number(),
  calls: z.array(PageCall).readonly(),
  /** How many of the calls were handed over: the time that people are given begins no sooner. */
  told: z.number(),
  endedAt: z.number().exactOptional(),
  /** Who answered or cancelled it. */
  endedBy: Person.exactOptional(),
  /** Who answered did so in PagerDuty. */
  inPagerDuty: z.enum(['acknowledged', 'resolved']).exactOptional(),
  /** One sentence: why it was cancelled or failed. */
  outcomeReason: z.string().exactOptional(),
  trouble: z.string().exactOptional(),
  /** Where PagerDuty is told as well: what it has taken. */
  pagerDuty: z
    .object({
      taken: z.array(z.enum(pagerDutyActions)).readonly(),
      /** Tries of the next one that have failed. */
      failures: z.number(),
      /** Not before then. */
      again: z.number(),
      /** It said no for good: why. Nothing more is sent. */
      refused: z.string().exactOptional(),
    })
    .exactOptional(),
})
export type PageRecord = Readonly<z.infer<typeof PageRecord>>

export function isPageEnded(state: PageState): state is PageOutcome {
  return (pageOutcomes as readonly string[]).includes(state)
}

/** Everybody who was called, each once. */
export function calledPeople({ calls }: PageRecord): readonly Person[] {
  return [...new Map(calls.flatMap(({ people }) => people).map((person) => [person.id, person])).values()]
}

/** What asks for a page: an alert, an incident, a person. */
export interface PageRequest {
  /** `page-7k2m9qa`; absent: made from `parent` and `reason`, so that the same is asked for once. */
  readonly id?: string
  readonly reason: string
  readonly environment?: string
  readonly severity: 1 | 2 | 3
  /** Id of the flow it is called for. */
  readonly parent?: string
  /** Untrusted. */
  readonly title: string
  readonly link?: string
  /** Where its message stands; absent: the incidents' channel. */
  readonly place?: Place
  /** Whose act it is: they are not called. */
  readonly by?: Person
}
