import { comingInstant } from '../src/core/coming-moment.js'
import { asJson } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import { createZone, type Zone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { inCode } from '../src/core/wording.js'
import { keyword, text, word } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { overrideMessage, swapMessage } from '../src/slack/views/oncall/changes.js'
import { comingMessage, onCallMessage } from '../src/slack/views/oncall/on-call.js'

const shownAhead = 28 * 24 * 3_600_000

/** Who is on call; also behind the buttons of a swap. */
export const oncall: Command = command({
  name: 'oncall',
  summary: 'Show who is on call, let somebody stand in, or swap',
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
    who: word({
      placeholder: '@person',
      summary: 'a person of the rotation; with `agree` and `decline`: the swap',
    }).optional(),
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
        const written = [args.moment ?? '', args.time ?? ''].join(' ').trim()
        const from = written === '' ? undefined : swapFrom(written, when)
        const swap = await rota.swap({ ...person, ...(from === undefined ? {} : { from }) }, caller)
        return { ...reply(swapMessage(swap, when), swap), isRecorded: true }
      }
      default: {
        const swap = await rota.answer({ swap: args.who ?? '', agrees: args.what === 'agree' }, caller)
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

function noMoment(written: string): UserError {
  const what = written === '' ? 'Until when was not said.' : `${inCode(written)} is no moment.`
  return new UserError(
    'moment-missing',
    what,
    'Say `until 18:00`, `until Mon 09:00`, `until 2h` or `until 2026-12-01T09:00`.',
  )
}
