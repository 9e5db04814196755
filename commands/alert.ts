import { asJson } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { choosing, alertId, environment, word } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { alertListMessage } from '../src/slack/views/alerts/list.js'
import { openAlerts } from './choices/open-work.js'

/** Also behind the buttons of an alert's message. Who may is looked up by the alert: `ack` takes an operator of its environment. */
export const alert: Command = command({
  name: 'alert',
  summary: 'Say that you look after an alert, show one, or list those that are open',
  topic: 'trouble',
  examples: ['alert list', 'alert list production', 'alert ack alert-7k2m9qa', 'alert show alert-7k2m9qa'],
  args: {
    word: choosing(word({ choices: ['ack', 'show', 'list'], placeholder: 'what' }), { label: 'What' }),
    id: choosing(alertId(), { lookUp: openAlerts, label: 'Alert' }).optional(),
    environment: environment({ summary: 'with `list`: only this one; left out: all of them' }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, alerts, config, clock, guide }) => {
    if (args.word === 'list') {
      const seen = args.environment === undefined ? (await guide.offer(alert, caller)).environments : []
      const places = args.environment === undefined ? seen : [args.environment.name]
      const open = await alerts.open(places)
      const when = { zone: createZone(config.timeZone), now: clock.now() }
      return {
        message: alertListMessage(open, places, when),
        data: asJson(open),
        shownTo: 'place',
      }
    }
    if (args.id === undefined)
      throw new UserError(
        'alert-missing',
        'No alert was named.',
        'Copy its id: `alert list` has those that are open.',
        {
          choice: {
            argument: 'id',
            label: 'Which alert?',
            submit: args.word === 'ack' ? 'I look after it' : 'Show it',
          },
        },
      )
    return args.word === 'ack' ? alerts.acknowledge(args.id, caller) : alerts.show(args.id, caller)
  },
})
