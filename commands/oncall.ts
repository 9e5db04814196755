import { comingInstant } from '../src/core/coming-moment.js'
import { asJson } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import { createZone, type Zone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { inCode } from '../src/core/wording.js'
import { choosing, keyword, text, word } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { overrideMessage, swapMessage } from '../src/slack/views/oncall/changes.js'
import { comingMessage, onCallMessage } from '../src/slack/views/oncall/on-call.js'
import { peopleOnRota, swapsAsked } from './choices/on-call.js'

const shownAhead = 28 * 24 * 3_600_000

/** Who is on call; also behind the buttons of a swap. */
export const oncall: Command = command({
  name: 'oncall',
  summary: 'Show who is on call, let somebody stand in, or swap',
  topic: 'trouble',
  examples: [
    'oncall',
    'oncall next',
    'oncall override @rita until 18:00',
    'oncall override @rita until Mon 09:00 --reason "dentist"',
    'oncall swap @aaron',
    'oncall swap @aaron 2026-12-24',
  ],
  args: {
    what: word({
      choices: ['next', 'override', 'swap', 'agree', 'decline'],
      placeholder: 'what',
      summary: '`next` for the next four weeks, `override`, `swap`, `agree`, `decline`; left out: now',
    }).optional(),
    until: keyword('until', { summary: '`until`, before the moment' }),
    who: choosing(
      word({
        placeholder: '@person',
        summary: 'a person of the rotation; with `agree` and `decline`: the swap',
      }),
      {
        lookUp: (asked) =>
          asked.said['what'] === 'agree' || asked.said['what'] === 'decline'
            ? swapsAsked(asked)
            : peopleOnRota(asked),
      },
    ).optional(),
    moment: word({
      placeholder: 'moment',
      summary:
        'when it ends: `2h`, `18:00`, `Mon 09:00`, `2026-12-01T09:00`; with `swap`: from when on, as `2026-12-24`',
    }).optional(),
    time: word({ placeholder: 'time', summary: 'the time, where a day was said' }).optional(),
    layer: word({
      placeholder: 'layer',
      summary: 'which layer; left out: the first',
      named: true,
    }).optional(),
    reason: text({ summary: 'why, for everybody who sees it', maximum: 300 }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, rota, clock }) => {
    const when = { zone: createZone(rota.rotation().timeZone), now: clock.now() }
    const person = args.who === undefined ? {} : { person: args.who }
    switch (args.what) {
      case undefined: {
        const layers = await rota.now()
        return reply(onCallMessage(layers, when), layers)
      }
      case 'next': {
        const coming = await rota.coming(shownAhead)
        return reply(comingMessage(coming, when), coming)
      }
      case 'override': {
        const written = [args.moment ?? '', args.time ?? ''].join(' ').trim()
        if (args.who === undefined || written === '') throw whoAndUntil(args.who === undefined)
        const until = comingInstant(written, when.now, when.zone)
        if (until === undefined) throw noMoment(written)
        const { layer, reason } = args
        const said = {
          ...person,
          until,
          ...(layer === undefined ? {} : { layer }),
          ...(reason === undefined ? {} : { reason }),
        }
        const override = await rota.override(said, caller)
        const turns = await rota.at(clock.now())
        const behind = turns.filter(
          (turn) => turn.person === override.span.person && turn.layer !== override.span.layer,
        )
        const name = await rota.nameOf(override.span.person)
        const shown = { name, behind: behind.map((turn) => turn.layer) }
        return { ...reply(overrideMessage(override, shown, when), override), isRecorded: true }
      }
      case 'swap': {
        if (args.who === undefined) throw withWhom()
        const written = [args.moment ?? '', args.time ?? ''].join(' ').trim()
        const from = written === '' ? undefined : swapFrom(written, when)
        const swap = await rota.swap({ ...person, ...(from === undefined ? {} : { from }) }, caller)
        return { ...reply(swapMessage(swap, when), swap), isRecorded: true }
      }
      default: {
        if (args.who === undefined) throw whichSwap(args.what === 'agree')
        const swap = await rota.answer({ swap: args.who, agrees: args.what === 'agree' }, caller)
        return { ...reply(swapMessage(swap, when), swap), isRecorded: true }
      }
    }
  },
})

function reply(message: Reply['message'], data: unknown): Reply {
  return { message, data: asJson(data), shownTo: 'place' }
}

/** The turns that are meant are those of the day's end and after: who has it from then on has the day. */
function swapFrom(written: string, { zone, now }: { readonly zone: Zone; readonly now: number }): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written)
  const from = comingInstant(isDay ? `${written} 23:59` : written, now, zone)
  if (from !== undefined) return from
  throw new UserError(
    'moment-missing',
    `${inCode(written)} is no moment.`,
    'Say a day or a moment: `/ohmy oncall swap @person 2026-12-24`, `Mon 09:00`.',
  )
}

function whoAndUntil(isNobody: boolean): UserError {
  const what = isNobody ? 'Who stands in was not said.' : 'Until when was not said.'
  return new UserError(
    isNobody ? 'person-missing' : 'moment-missing',
    what,
    'Say both: `oncall override @rita until 18:00`.',
    { choice: { argument: 'who', label: 'Who stands in?', also: ['moment'], submit: 'Stand in' } },
  )
}

function withWhom(): UserError {
  return new UserError(
    'person-missing',
    'With whom was not said.',
    'Name the person: `oncall swap @aaron`.',
    {
      choice: { argument: 'who', label: 'With whom?', submit: 'Ask to swap' },
    },
  )
}

function whichSwap(agrees: boolean): UserError {
  return new UserError('swap-missing', 'Which swap was not said.', 'Copy its id from its message.', {
    choice: { argument: 'who', label: 'Which swap?', submit: agrees ? 'Agree' : 'Decline' },
  })
}

function noMoment(written: string): UserError {
  const what = `${inCode(written)} is no moment.`
  return new UserError(
    'moment-missing',
    what,
    'Say `until 18:00`, `until Mon 09:00`, `until 2h` or `until 2026-12-01T09:00`.',
  )
}
