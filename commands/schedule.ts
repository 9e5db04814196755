import type { Json } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { inCode } from '../src/core/wording.js'
import { choosing, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { scheduleAskedMessage, schedulesMessage } from '../src/slack/views/schedules/list.js'
import { schedulesThere } from './choices/lists.js'

/** Who may have one made is looked up by the schedule: operators of each of its environments. */
export const schedule = command({
  name: 'schedule',
  summary: 'Show what comes by itself and when, or have it made now',
  examples: ['schedule list', 'schedule run morning'],
  args: {
    what: word({ choices: ['list', 'run'], placeholder: 'list|run' }).optional(),
    name: choosing(word({ placeholder: 'name', summary: 'with `run`: which one' }), {
      lookUp: schedulesThere,
    }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, schedules, clock }) => {
    if (args.what !== 'run') {
      const found = await schedules.list(caller)
      return {
        message: schedulesMessage(found, clock.now()),
        data: found as unknown as Json,
        shownTo: 'place',
      }
    }
    if (args.name === undefined) {
      const next = `Say ${inCode('schedule run <name>')}; ${inCode('schedule list')} shows them.`
      throw new UserError('schedule-missing', 'Which one is to be made now?', next, {
        choice: { argument: 'name', label: 'Which one?', submit: 'Make it now' },
      })
    }
    const asked = await schedules.run(args.name, caller)
    return { message: scheduleAskedMessage(asked), data: asked as unknown as Json, shownTo: 'caller' }
  },
})
