import { z } from 'zod'
import { roles } from '../core/caller.js'
import * as shapes from './shapes.js'

/** ECS: tasks per service, default quota (Amazon ECS service quotas). */
const mostTasks = 5_000

const TaskCount = z.int().min(0).max(mostTasks)
const RoleName = z.enum(roles)
export const VerbNames = z.array(shapes.Word).max(100)

/** Of the checklist of a deployment. */
export const usualChecklist = [
  'review done',
  'migrations tried in staging',
  'stakeholders told',
  'last good image noted',
] as const

export const RawPolicy = z.strictObject({
  scale: z
    .strictObject({
      minimum: TaskCount.default(1).describe(
        'Fewest tasks, 0 to 5000, at most `maximum`. 0 needs `toZero: true`.',
      ),
      maximum: TaskCount.default(10).describe('Most tasks, 0 to 5000.'),
      toZero: z
        .boolean()
        .default(false)
        .describe(
          'Whether a service may be scaled to zero, even below `minimum`. It always takes a typed confirmation.',
        ),
    })
    .prefault({})
    .describe('How far services may be scaled.'),
  deploy: z
    .strictObject({
      provenIn: shapes.Word.optional().describe(
        'The name of another environment, such as `staging`: an image is deployed here only after the same image (same digest) was deployed there successfully. ECS keeps that history for 90 days. Left out: nothing has to be proven.',
      ),
      rollBack: z
        .boolean()
        .default(true)
        .describe(
          'Whether a deployment that fails, or is not healthy afterwards, is rolled back by itself. With `false` it stays as it is, for a person to decide; ECS’s own circuit breaker still does what the service says. A deployment that only takes long (bake time, pauses, steps of traffic) has not failed: ohmy follows it for as long as its configuration explains, then ends as `no longer followed` and takes nothing back. Where somebody else’s deployment takes over in the middle it ends at once as `taken over`, and takes nothing back.',
        ),
      pin: z
        .boolean()
        .default(false)
        .describe(
          'Whether a new revision names its image by digest, beside the tag (`repository:tag@sha256:…`). What runs is the digest that was planned either way: without it ohmy compares once ECS has looked the tag up. With it, tasks that are started much later bring the same image as well, and Terraform and CI see another name than they wrote.',
        ),
      preflight: z
        .enum(['off', 'shown', 'required'])
        .default('off')
        .describe(
          'Whether a [preflight](preflight.md#as-a-gate) of what is deployed is asked before. `shown`: its counts and warnings stand in the plan. `required`: what is NG stands against the deployment, at the request and again before it starts, unless somebody breaks the glass; a way back (Undo, rollback) is never barred.',
        ),
      checklist: z
        .array(z.string().trim().min(1).max(60, 'Allowed: up to 60 characters.'))
        .max(8)
        .default([...usualChecklist])
        .describe(
          'What only people can answer before a deployment, up to 8 of 60 characters: they tick it under a preflight, and it is kept with their names. Empty: nothing.',
        ),
      ticked: z
        .array(z.string().trim().min(1))
        .max(8)
        .default([])
        .describe(
          'What of `checklist`, by its words, must have been ticked before a deployment begins, under the newest preflight of the same service and image (`--for`) that was asked for in Slack within a day. With `preflight: required` alone; broken glass goes past it. Ticks go by tag, not by digest; `--task-definition` is refused, as it names no image. Who ticked stands in the plan.',
        ),
    })
    .prefault({})
    .describe('What a deployment takes, and what becomes of a bad one.'),
  commands: z
    .array(
      z.union([
        shapes.CommandPattern,
        z.strictObject({
          command: shapes.CommandPattern.describe('Long form: the command.'),
          services: z
            .array(shapes.ServiceName)
            .max(100)
            .default([])
            .describe('Long form: the short names of the services it is for. Empty: every service.'),
          within: shapes.CommandTime.default('1h').describe(
            'Long form: how long it is followed, `1m` to `24h`. Its task goes on after that, and ohmy says how to stop it.',
          ),
          approvals: z
            .int()
            .min(0)
            .max(10)
            .default(0)
            .describe(
              'Long form: how many others have to agree, 0 to 10, where `approvals.run` asks for fewer.',
            ),
        }),
      ]),
    )
    .max(200)
    .default([])
    .describe(
      'What may be run with `/ohmy run <service> <environment> --command "…"`, a command each: `python manage.py migrate <word>`. Empty: nothing. Compared word by word: `<word>` stands for letters, digits and `_ . @ -`, `<number>` for digits, `<one|another>` for one of these, each for the rest of a word (`python manage.py clean --days=<number>`). There is no other pattern. No shell reads a command.',
    ),
  access: z
    .record(shapes.Word, RoleName)
    .default({})
    .describe(
      'The role a verb needs here, where it differs from the verb’s own: `{ scale: approver }`. `restart`, `stop-task` and `run` need what is written for `deploy`, unless they have a line of their own. `viewer` is not taken for a change: whoever only looks never changes anything.',
    ),
  approvals: z
    .record(
      shapes.Word,
      z.union([
        z.int().min(0).max(10),
        z.strictObject({
          count: z.int().min(0).max(10).describe('Long form: how many others have to agree, 0 to 10.'),
          role: RoleName.default('approver').describe(
            'Long form: the role they need in this environment; a higher one does as well. `continue` is for [deployments that wait at a pause](deployments.md#a-deployment-that-waits-at-a-pause): left out, or 0, what `deploy` asks for counts there.',
          ),
        }),
      ]),
    )
    .default({})
    .describe(
      'How many others have to agree before it starts, by verb, 0 to 10: `{ deploy: 1 }`. A number means people with the role `approver`. Whoever asks never counts. Left out, or 0: it starts at once; `restart`, `stop-task` and `run` take what `deploy` takes, `autoscaling` what `scale` takes, where nothing is written for them.',
    ),
  approvalsExpireAfter: shapes.ApprovalTime.default('30m').describe(
    'How long a request waits, `1m` to `7d`. What nobody agreed to by then counts as rejected.',
  ),
  breakGlass: RoleName.optional().describe(
    'The role that may go past approvals, locks, freezes and the maintenance window with `--break-glass --reason "…"`. The reason is shown on the message and kept in the audit. Left out: nobody may.',
  ),
  drills: z
    .boolean()
    .optional()
    .describe(
      'Whether runbooks may be practised here with `/ohmy drill`. Left out: in the default environment only.',
    ),
  maintenanceWindow: shapes.WeeklyWindow.optional().describe(
    'When maintenance is announced for, every week, in the zone of `timeZone`: `Sun 02:00–04:00`. By itself it only says so, in `/ohmy locks`.',
  ),
  onlyInMaintenanceWindow: VerbNames.default([]).describe(
    'Verbs that start in the maintenance window only: `[deploy]`. Needs `maintenanceWindow`. Looked at like a freeze (below): what is still running when the window ends stops before its next change.',
  ),
  changesIn: z
    .array(shapes.ChannelReference)
    .max(100)
    .default([])
    .describe(
      'Channels in which changes may be asked for: names without #, or ids. Empty: every channel. The own channel of an open incident counts as listed for the incident’s environment.',
    ),
})

export const RawFreeze = z.strictObject({
  from: shapes.LocalTime.optional().describe(
    'When it begins, once: `2026-12-23 17:00`. Together with `until`.',
  ),
  until: shapes.LocalTime.optional().describe('When it ends, later than `from`.'),
  weekly: shapes.WeeklyWindow.optional().describe(
    'When it holds, every week: `Fri 16:00 – Mon 08:00`, or within one day `Sun 02:00–04:00`. Days are `Mon` to `Sun` or their long names. Instead of `from` and `until`.',
  ),
  reason: z
    .string()
    .trim()
    .min(1, 'Allowed: a few words.')
    .max(300, 'Allowed: at most 300 characters.')
    .describe('Why, for everybody whom it stops; at most 300 characters.'),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments it holds in. Empty: all of them.'),
  allow: VerbNames.default(['rollback']).describe('Verbs that pass all the same. Empty: none.'),
})

export type RawPolicy = z.infer<typeof RawPolicy>
export type RawFreeze = z.infer<typeof RawFreeze>
