import { z } from 'zod'
import { roles } from '../../core/caller.js'
import { causes, checkResults } from '../../core/check.js'
import { parseDuration } from '../../core/duration.js'
import { inputTypes } from '../../core/runbook.js'
import { limits } from './limits.js'

/*
 * What is written in `runbooks/<id>.yaml`: checks, the words of the problems and the JSON Schema for editors come from here. What it means is read
 * by read-runbook.ts.
 */

export const Id = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,59}$/,
    'Allowed: lower-case letters, digits and -, at most 60: `stopped-tasks`.',
  )

export const InputName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,39}$/,
    'Allowed: lower-case letters, digits, - and _, beginning with a letter, at most 40: `service`.',
  )

const longest = 30 * 24 * 3_600_000

const Duration = z.string().refine((text) => {
  const time = parseDuration(text)
  return time !== undefined && time >= 1_000 && time <= longest
}, 'Allowed: a duration from `1s` to `30d`: `90s`, `5m`, `1h30m`.')

const Text = z
  .string()
  .trim()
  .min(1, 'Allowed: a few words.')
  .max(limits.text, `Allowed: at most ${limits.text} characters, so that Slack shows it whole.`)

const Title = z
  .string()
  .trim()
  .min(1, 'Allowed: a few words.')
  .max(limits.title, `Allowed: at most ${limits.title} characters, so that Slack shows it whole.`)

const Label = z
  .string()
  .trim()
  .min(1, 'Allowed: a few words.')
  .max(limits.label, `Allowed: at most ${limits.label} characters, so that it fits on a button.`)

const Expression = z
  .string()
  .trim()
  .min(1, "Allowed: an expression: `steps.tasks.result == 'fail'`.")
  .max(limits.expression, `Allowed: at most ${limits.expression} characters.`)

const Line = z
  .string()
  .trim()
  .min(1, 'Allowed: a line as somebody would type it: `scale backend 4 staging`.')
  .max(limits.line, `Allowed: at most ${limits.line} characters.`)
  .regex(/^[^\r\n]*$/, 'Allowed: one line.')

const Labels = z.array(Label).min(1).max(limits.options)

/** A name, a pattern; at most what CloudWatch takes for an alarm's name. */
const Glob = z
  .string()
  .regex(
    /^[^\p{C}]{1,255}$/u,
    'Allowed: the name of an alarm, with * for anything and ? for one character: `*-alb-5xx-errors`.',
  )

const Day = z.string().refine(isDay, 'Allowed: a day: `2027-03-31`.')

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const With = z.record(z.string().max(40), z.union([z.string().max(limits.text), z.number(), z.boolean()]))

const NextStep = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,59}(?:\/[a-z0-9][a-z0-9-]{0,59}){0,5}$/,
    'Allowed: the id of a step, or `end`.',
  )

const OnFailure = z.union([
  z.enum(['ask', 'continue', 'abort']),
  z.strictObject({ retry: z.int().min(1).max(10).describe('How many more tries; then people are asked.') }),
  z.strictObject({ goto: NextStep.describe('The step that is gone on with.') }),
])

const common = {
  id: Id.optional().describe('What other steps call it by; left out, it is made of the title.'),
  title: Title.optional().describe('What is shown in a line; left out, it is made of the text.'),
  when: Expression.optional().describe('Left out where this expression is false.'),
  next: NextStep.optional().describe('The step after it, or `end`; left out: the next one in order.'),
  at_most: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('How often it may be come to; a loop needs it on the step it goes back to.'),
  timeout: Duration.optional().describe('What it may take; then it has failed.'),
  on_failure: OnFailure.optional().describe(
    'What is done when it fails: ask, continue, abort, a retry or a goto.',
  ),
}

const withArguments = With.default({}).describe(
  'The arguments of the check; environment and service are those of the run unless given.',
)

const instruction = z.strictObject({
  ...common,
  instruction: Text.describe('What somebody is to do.'),
  evidence: z.boolean().default(false).describe('Whether a line of what was seen is asked for.'),
})

const check = z.strictObject({
  ...common,
  check: z.string().describe('The check that ohmy does by itself; it changes nothing.'),
  with: withArguments,
})

const action = z.strictObject({
  ...common,
  action: Line.describe('A line of a verb that changes something; it is done when somebody presses Run.'),
  undo: z
    .union([z.literal(true), Line])
    .optional()
    .describe('What takes it back: true for Undo of its operation, or a line.'),
  approvals: z
    .int()
    .min(0)
    .max(10)
    .optional()
    .describe('How many others have to agree, where the policy asks for fewer.'),
})

const Option = z.strictObject({
  label: Label.describe('What stands on the button.'),
  if: Expression.optional().describe('Suggested where this expression is true; the first such option.'),
  next: NextStep.optional().describe('The step it leads to, or `end`.'),
})

const decision = z.strictObject({
  ...common,
  decision: Text.describe('What is to be decided.'),
  options: z.array(Option).min(1).max(limits.options).describe('What can be chosen.'),
})

const answerTypes = ['text', 'number', 'duration', 'enum'] as const

const ask = z.strictObject({
  ...common,
  ask: Text.describe('What somebody is to answer.'),
  type: z.enum(answerTypes).default('text').describe('What kind of answer it is.'),
  options: Labels.optional().describe('What can be answered, where the type is enum.'),
})

const Until = z.strictObject({
  until: z.string().describe('The check that is asked again and again.'),
  with: withArguments,
  results: z.array(z.enum(checkResults)).min(1).default(['pass']).describe('Results that end the wait.'),
  every: Duration.default('15s').describe('How long after an answer it is asked again.'),
})

const wait = z.strictObject({
  ...common,
  wait: z.union([Duration, Until]).describe('How long to wait, or the check to wait for.'),
})

const approval = z.strictObject({
  ...common,
  approval: Text.describe('What somebody else than who began the run says yes to.'),
  role: z.enum(roles).default('approver').describe('The role they need.'),
})

const include = z.strictObject({
  id: common.id,
  title: common.title,
  when: common.when,
  next: common.next,
  include: Id.describe('Another runbook, whose steps stand in this place.'),
  with: With.default({}).describe(
    'Its inputs; those left out are the ones of the same name here, or their defaults.',
  ),
})

/** The kinds that may stand anywhere. */
const simpleKinds = { instruction, check, action, decision, ask, wait, approval, include }

const SimpleStep = z.union([instruction, check, action, decision, ask, wait, approval, include])

/** It becomes a part of the ids of steps. */
const Item = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, 'Allowed: letters, digits, - and _, at most 100: `backend`.')

function forEachOf<Steps extends z.ZodType>(steps: Steps) {
  return z.strictObject({
    id: common.id,
    title: common.title,
    when: common.when,
    for_each: z
      .strictObject({
        item: InputName.optional().describe('What the list is of, in a word: `service`.'),
        in: z
          .union([
            z.array(Item).min(1).max(limits.items),
            z.literal('services', 'Allowed: `services`, those of the environment.'),
          ])
          .describe('What to repeat for: a list, or `services` for those of the environment.'),
        steps: z
          .array(steps)
          .min(1)
          .max(limits.steps)
          .describe('The steps that are repeated; `{{ item }}` stands for the one of the list.'),
      })
      .describe('Steps that are done for each of a list.'),
  })
}

/** What a step may be, by the key that says so. */
export const kinds = { ...simpleKinds, for_each: forEachOf(z.unknown()) }
export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as readonly Kind[]

const Step = z.union([...SimpleStep.options, forEachOf(SimpleStep)])

const Input = z.strictObject({
  type: z.enum(inputTypes).describe('What kind of value it is.'),
  from: z
    .literal('alert')
    .optional()
    .describe('`alert`: taken from the alarm or operation under which the runbook is offered.'),
  default: z
    .union([z.string().max(limits.text), z.number()])
    .optional()
    .describe('What it is where nothing else is said.'),
  optional: z
    .boolean()
    .default(false)
    .describe('Whether it may be left out; without it and without a default it is required.'),
  description: z
    .string()
    .trim()
    .max(limits.title)
    .optional()
    .describe('What is meant, for whoever is asked for it.'),
  options: Labels.optional().describe('What it can be, where the type is enum.'),
  minimum: z.number().optional().describe('The least, where the type is number.'),
  maximum: z.number().optional().describe('The most, where the type is number.'),
})

const about = (what: string) => Text.optional().describe(what)

export const RawMatch = z.strictObject({
  alarms: z.array(Glob).max(100).default([]).describe('Names of alarms, with * and ?.'),
  causes: z.array(z.enum(causes)).max(100).default([]).describe('Causes of failures.'),
})

export const reviewBy = Day.optional().describe('The day by which somebody looks whether it still holds.')

const head = {
  id: Id.describe('What it is called by: the name of the file.'),
  title: Title.describe('What it is about, in a line.'),
  owner: z.string().trim().min(1).max(100).optional().describe('Who keeps it right.'),
  review_by: reviewBy,
  severity: z
    .string()
    .trim()
    .min(1)
    .max(20)
    .optional()
    .describe('How bad it is where it is needed: `SEV-2`.'),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]).describe('What it is listed under.'),
  meaning: about('What has happened, where it is needed.'),
  impact: about('Whom it hurts, and how.'),
  diagnosis: about('How to find out why.'),
  mitigation: about('What helps.'),
  match: RawMatch.prefault({}).describe('Where it is offered.'),
  run_by: z.enum(roles).default('operator').describe('The role it takes.'),
  limits: z
    .strictObject({
      runs_per_hour: z
        .int()
        .min(1)
        .max(1_000)
        .default(6)
        .describe('Most runs in an hour, for each service of an environment.'),
      actions: z.int().min(0).max(1_000).default(10).describe('Most actions in a run.'),
    })
    .prefault({})
    .describe('What bounds a runbook that goes wrong.'),
  inputs: z.record(InputName, Input).default({}).describe('What it has to know before it begins.'),
}

/** The whole file, for its type and for editors. */
export const RawRunbook = z.strictObject({
  ...head,
  steps: z.array(Step).min(1).max(limits.steps).describe('The steps, in order.'),
})

/** The file as it is read first: a step is held against the definition of its own kind afterwards, which tells more than nine refusals. */
export const RawHead = z.strictObject({
  ...head,
  steps: z.array(z.unknown()).min(1).max(limits.steps).describe('The steps, in order.'),
})
export type RawHead = z.infer<typeof RawHead>

export type RawInput = z.infer<typeof Input>
export type RawOf<K extends Kind> = z.infer<(typeof kinds)[K]>
