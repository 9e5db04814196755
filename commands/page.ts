import { asJson } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { choosing, environment, keyword, word, words } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { pagesMessage } from '../src/slack/views/oncall/page.js'
import { openPages } from './choices/open-work.js'

const listed = 7 * 24 * 3_600_000

/** Calls whoever is on call; also behind the buttons of a page. */
export const page: Command = command({
  name: 'page',
  summary: 'Call whoever is on call, until somebody answers',
  topic: 'trouble',
  examples: [
    'page "checkout fails for everybody" production',
    'page "checkout fails for everybody" production --severity 1',
    'page ack page-7k2m9qa',
    'page list',
  ],
  args: {
    ack: keyword('ack', { summary: '`ack` before the id of a page: you have it' }),
    cancel: keyword('cancel', { summary: '`cancel` before the id of a page: nobody has to answer any more' }),
    list: keyword('list', { summary: '`list` for those of the last seven days' }),
    words: choosing(
      words({
        placeholder: '"what is wrong"',
        summary: 'what is wrong, in quotes; with `ack` and `cancel`: the id of the page',
        maximum: 300,
      }),
      {
        lookUp: (asked) =>
          asked.said['ack'] === undefined && asked.said['cancel'] === undefined
            ? Promise.resolve({ options: [] })
            : openPages(asked),
      },
    ).optional(),
    environment: environment().optional(),
    severity: word({
      choices: ['1', '2', '3'],
      named: true,
      placeholder: 'severity',
      summary: '1 calls every layer at once, 2 the first one, 3 waits for business hours; left out: 2',
    }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, pages, rota, clock }) => {
    if (args.list) {
      const zone = createZone(rota.rotation().timeZone)
      const found = await pages.list(listed, caller)
      const data = asJson(found)
      return { message: pagesMessage(found, zone, clock.now()), data, shownTo: 'place' }
    }
    const said = args.words ?? ''
    if ((args.ack || args.cancel) && said === '')
      throw new UserError('page-missing', 'No page was named.', 'Copy its id: `page list` has them.', {
        choice: {
          argument: 'words',
          label: 'Which page?',
          hint: 'What is wrong stands before its time.',
          submit: args.ack ? 'I have it' : 'Nobody has to answer',
        },
      })
    if (args.ack || args.cancel) return pages.say(said.toLowerCase(), args.ack ? 'ack' : 'cancel', caller)
    if (said === '')
      throw new UserError(
        'words-missing',
        'What is wrong was not said.',
        'Say it in quotes: `page "checkout fails" production`.',
        {
          choice: {
            argument: 'words',
            label: 'What is wrong?',
            hint: 'Whoever is called reads it.',
            also: ['environment'],
          },
        },
      )
    if (args.environment === undefined)
      throw new UserError(
        'environment-missing',
        'No environment was named.',
        'Add it: `page "checkout fails" production`.',
        { choice: { argument: 'environment', also: ['words'] } },
      )
    const severity = ({ '1': 1, '2': 2, '3': 3 } as const)[args.severity as '1' | '2' | '3'] ?? 2
    return pages.start(
      { reason: 'by hand', title: said, environment: args.environment.name, severity },
      caller,
    )
  },
})
