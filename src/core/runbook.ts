import { z } from 'zod'
import { roles } from './caller.js'
import { causes, checkResults } from './check.js'

/*
 * A runbook as it is walked: read, checked and flattened by the runbooks room (what was included stands in its place). Texts are templates, `{{ inputs.service }}`; `when` and
 * `if` are expressions that were typed when the file was read. Times in ms.
 */

/** What is done when a step fails. `ask`: people decide between another try, going on and giving up. */
export const OnFailure = z.union([
  z.enum(['ask', 'continue', 'abort']),
  z.object({ retry: z.number() }),
  z.object({ goto: z.string() }),
])
export type OnFailure = Readonly<z.infer<typeof OnFailure>>

const common = {
  /** Unique in the runbook; of an included one `other/step`, of a repeated one `step/backend`. */
  id: z.string(),
  title: z.string(),
  /** The line of the file it begins in. */
  line: z.number(),
  /** Left out where it is false. */
  when: z.string().exactOptional(),
  /** The step after it, or `end`; absent: the next one in order. */
  next: z.string().exactOptional(),
  /** How often a step may be come to: what bounds a loop. */
  mostVisits: z.number(),
  /** What it may take; then it has failed. */
  timeout: z.number().exactOptional(),
  onFailure: OnFailure,
  /** It stands in a `for_each`: once for each of these, which are unrolled when a run begins. `services`: those of its environment. */
  each: z
    .object({ group: z.string(), in: z.union([z.array(z.string()).readonly(), z.literal('services')]) })
    .exactOptional(),
  /** What `item` stands for, once it is unrolled. */
  item: z.string().exactOptional(),
}

const Arguments = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

export const RunbookStep = z.discriminatedUnion('kind', [
  /** Done by people. */
  z.object({ ...common, kind: z.literal('instruction'), text: z.string(), evidence: z.boolean() }),
  /** Asked by ohmy itself; changes nothing. */
  z.object({ ...common, kind: z.literal('check'), check: z.string(), with: Arguments }),
  /** A line that somebody might have typed; done when somebody presses Run. */
  z.object({
    ...common,
    kind: z.literal('action'),
    action: z.string(),
    /** What takes it back, a line; `true`: Undo of the operation it started. */
    undo: z.union([z.literal(true), z.string()]).exactOptional(),
    /** Approvals it takes, where its policy asks for fewer. */
    approvals: z.number().exactOptional(),
  }),
  z.object({
    ...common,
    kind: z.literal('decision'),
    question: z.string(),
    options: z
      .array(
        z.object({
          label: z.string(),
          next: z.string().exactOptional(),
          /** Suggested where it is true. */
          if: z.string().exactOptional(),
        }),
      )
      .readonly(),
  }),
  /** A typed answer, kept as `steps.<id>.answer`. */
  z.object({
    ...common,
    kind: z.literal('ask'),
    question: z.string(),
    type: z.enum(['text', 'number', 'duration', 'enum']),
    options: z.array(z.string()).readonly().exactOptional(),
  }),
  /** For so long, or until a check says so (`until`), looked at every so often. */
  z.object({
    ...common,
    kind: z.literal('wait'),
    for: z.number().exactOptional(),
    until: z
      .object({
        check: z.string(),
        with: Arguments,
        results: z.array(z.enum(checkResults)).readonly(),
        every: z.number(),
      })
      .exactOptional(),
  }),
  /** Somebody else than who began the run says yes. */
  z.object({ ...common, kind: z.literal('approval'), text: z.string(), role: z.enum(roles) }),
])
export type RunbookStep = Readonly<z.infer<typeof RunbookStep>>
export type StepOf<Kind extends RunbookStep['kind']> = Extract<RunbookStep, { kind: Kind }>

export const inputTypes = ['environment', 'service', 'enum', 'number', 'duration', 'text'] as const

export const RunbookInput = z.object({
  name: z.string(),
  type: z.enum(inputTypes),
  description: z.string().exactOptional(),
  required: z.boolean(),
  /** A duration in ms. */
  default: z.union([z.string(), z.number()]).exactOptional(),
  options: z.array(z.string()).readonly().exactOptional(),
  minimum: z.number().exactOptional(),
  maximum: z.number().exactOptional(),
  /** Taken from the alarm or operation under which the runbook was offered. */
  fromAlert: z.boolean(),
})
export type RunbookInput = Readonly<z.infer<typeof RunbookInput>>

export const Runbook = z.object({
  id: z.string(),
  title: z.string(),
  owner: z.string().exactOptional(),
  /** `2027-03-31` */
  reviewBy: z.string().exactOptional(),
  severity: z.string().exactOptional(),
  tags: z.array(z.string()).readonly(),
  /** The parts people expect, as text: meaning, impact, diagnosis, mitigation. */
  about: z.record(z.string(), z.string()),
  match: z.object({
    /** Globs over alarm names: `*-alb-5xx-errors`. */
    alarms: z.array(z.string()).readonly(),
    causes: z.array(z.enum(causes)).readonly(),
  }),
  /** Who may walk it: this role in the environment it is about. */
  runBy: z.enum(roles),
  limits: z.object({ runsAnHour: z.number(), actions: z.number() }),
  inputs: z.array(RunbookInput).readonly(),
  steps: z.array(RunbookStep).readonly(),
  /** `runbooks/out-of-memory.yaml` */
  file: z.string(),
  /** Of the file and what it includes: another one is another version. */
  digest: z.string(),
})
export type Runbook = Readonly<z.infer<typeof Runbook>>

/** An input's or an answer's value: durations in ms, environments and services by their names. */
export const RunValue = z.union([z.string(), z.number()])
export type RunValue = z.infer<typeof RunValue>
