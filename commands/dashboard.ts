import type { Json } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { checkDashboard } from '../src/dashboards/check.js'
import { drawDashboard } from '../src/dashboards/draw.js'
import { findDashboard, listDashboards } from '../src/dashboards/find-dashboard.js'
import { dashboardName as nameOf } from '../src/dashboards/names.js'
import {
  choosing,
  dashboardName,
  duration,
  environment,
  flag,
  keyword,
  text,
} from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { applyDashboard } from '../src/operations/dashboard/apply-dashboard.js'
import { templateNamed } from '../src/operations/dashboard/apply-dashboard-plan.js'
import { glassOf } from '../src/operations/break-glass.js'
import { dashboardChoiceMessage, dashboardMessage } from '../src/slack/views/dashboard/dashboard.js'
import { dashboardCheckMessage } from '../src/slack/views/dashboard/check.js'
import { dashboardsThere } from './choices/lists.js'

const hour = 3_600_000

export const dashboard = command({
  name: 'dashboard',
  summary: 'Draw a CloudWatch dashboard, and find what is wrong with it',
  examples: [
    'dashboard staging',
    'dashboard production --since 24h',
    'dashboard check staging',
    'dashboard list production',
    'dashboard apply infrastructure staging',
  ],
  args: {
    check: keyword('check', { summary: 'look for widgets whose metrics do not exist' }),
    list: keyword('list', { summary: 'show which dashboards there are' }),
    apply: keyword('apply', { summary: 'put a dashboard that ships with ohmy; the name is the template' }),
    environment: environment(),
    name: choosing(
      dashboardName({
        summary:
          'its name in CloudWatch, also without the environment; left out: the own one of the environment',
      }),
      { lookUp: dashboardsThere },
    ).optional(),
    since: duration({ summary: 'how far back the pictures go', most: 30 * 24 * hour }).optional(),
    reason: text({ summary: 'with `apply`: why, for everybody who reads the message' }).optional(),
    'dry-run': flag({ summary: 'with `apply`: only show what would change' }),
    'break-glass': flag({
      summary: 'with `apply`, in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'viewer',
  changesWith: { keywords: ['apply'], access: 'operator' },
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws: awsFor, operations, config, clock }): Promise<Reply> => {
    const { environment: place, name } = args
    if ([args.check, args.list, args.apply].filter(Boolean).length > 1) throw oneThing()
    if (args.apply) {
      const template = templateNamed(name ?? 'infrastructure').name
      const input = { environment: place.name, name: nameOf(place, template), template }
      return operations.request(applyDashboard, input, caller, {
        dryRun: args['dry-run'],
        ...glassOf(args),
        ...(args.reason === undefined ? {} : { reason: args.reason }),
      })
    }
    const aws = awsFor(place)
    const search = { aws, environment: place, environments: config.environments }
    const shown = { askedBy: caller.name, buttons: caller.origin !== 'terminal' }
    const found = args.list ? await listDashboards(search) : await findDashboard(search, name)
    if ('names' in found) {
      const { names, missing } = found
      const data: Json = { environment: place.name, dashboards: [...names], missing: missing ?? null }
      return { message: dashboardChoiceMessage(found, shown), data, shownTo: 'place' }
    }
    if (args.check) {
      const check = await checkDashboard(found, aws, place)
      // The check is plain data; only its type does not say so.
      return {
        message: dashboardCheckMessage(check, shown),
        data: check as unknown as Json,
        shownTo: 'place',
      }
    }
    const zone = createZone(config.timeZone)
    const until = clock.now()
    const from = until - (args.since ?? found.body.range ?? 3 * hour)
    const { drawing, files } = await drawDashboard(found, { aws, environment: place, from, until, zone })
    return {
      message: dashboardMessage(drawing, { ...shown, zone }),
      data: drawing as unknown as Json,
      shownTo: 'place',
      ...(files.length === 0 ? {} : { files }),
    }
  },
})

function oneThing(): UserError {
  return new UserError(
    'dashboard-one-thing',
    '`check`, `list` and `apply` are different things.',
    'Say one of them.',
  )
}
