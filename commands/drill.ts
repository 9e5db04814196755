import type { Json } from '../src/core/json.js'
import type { RunRecord } from '../src/core/run.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { choosing, environment, keyword, pairs, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { drillsMessage } from '../src/slack/views/runbooks/drills.js'
import { runbooksThere, servicesToChoose } from './choices/runbooks.js'

const day = 86_400_000
/** Five quarters, so that this one is seen beside the same one a year ago. */
const historyOf = 400 * day

export const drill = command({
  name: 'drill',
  summary: 'Practise a runbook with a stopwatch, and see how long it took before',
  topic: 'trouble',
  examples: ['drill rollback-drill backend staging', 'drill history'],
  args: {
    history: keyword('history', { summary: 'times by quarter' }),
    name: choosing(word({ summary: 'id of a runbook' }), { lookUp: runbooksThere }).optional(),
    service: choosing(word({ placeholder: 'service', summary: 'what it is about' }), {
      lookUp: servicesToChoose,
    }).optional(),
    environment: environment().optional(),
    with: pairs({ summary: 'its other inputs, `count=4 how=hard`' }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, runs, clock, config }) => {
    if (args.history) {
      const isWanted = ({ mode, runbook }: RunRecord) =>
        mode === 'drill' && (args.name ?? runbook.id) === runbook.id
      const { runs: drills, isAll } = await runs.list({ since: clock.now() - historyOf, isWanted }, caller)
      const data = drills.map(
        ({ id, runbook, environment: place, startedAt, endedAt, state, caller: by }) => ({
          ...{
            id,
            runbook: runbook.id,
            environment: place ?? null,
            startedAt,
            endedAt: endedAt ?? null,
            state,
          },
          by: by.name,
        }),
      )
      return {
        message: drillsMessage(drills, { zone: createZone(config.timeZone), now: clock.now(), isAll }),
        data: data as Json,
        shownTo: 'caller',
      }
    }
    if (args.name === undefined)
      throw new UserError('runbook-missing', 'Which runbook is practised?', '`runbook` lists them.', {
        choice: { argument: 'name', label: 'Which runbook?', submit: 'Practise' },
      })
    return runs.start(
      {
        runbook: args.name,
        mode: 'drill',
        with: args.with ?? {},
        ...(args.environment === undefined ? {} : { environment: args.environment.name }),
        ...(args.service === undefined ? {} : { service: args.service }),
      },
      caller,
    )
  },
})
