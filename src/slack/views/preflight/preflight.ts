import { counted, countedOf } from '../../../core/wording.js'
import type { KnownBlock } from '@slack/types'
import type { Message } from '../../../core/message.js'
import {
  judged,
  type Preflight,
  type PreflightItem,
  type PreflightRecord,
  type PreflightResult,
  type PreflightTick,
} from '../../../core/preflight.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, folded, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

const markOf: Readonly<Record<PreflightResult, string>> = {
  ng: marks.wrong,
  warn: marks.attention,
  skip: marks.unknown,
  ok: marks.fine,
}
const wordOf: Readonly<Record<PreflightResult, string>> = { ng: 'NG', warn: 'WARN', skip: 'SKIP', ok: 'OK' }

/** Whether one may deploy, for who asked without a place to keep it in: the verdict and everything that was looked at. */
export function preflightMessage(
  preflight: Preflight,
  { checklist }: { readonly checklist: readonly string[] },
): Message {
  const byHand =
    checklist.length === 0 ? [] : [context(`Still by hand: ${escapeMrkdwn(checklist.join(', '))}.`)]
  return message([section(headline(preflight, 0)), ...found(preflight.items), ...byHand])
}

/**
 * The one message of a preflight: the verdict, what stands against it with its remedy, then what was not looked at; what is fine is folded. Until all have
 * answered it says how many it waits for.
 */
export function preflightCard(record: PreflightRecord, { zone }: { readonly zone: Zone }): Message {
  const { id, status, failure = '', caller, environment, deployment, checklist, answers } = record
  const items = Object.values(answers)
  const preflight = judged(record, items)
  const by = context(`Asked by ${escapeMrkdwn(caller.name)} · ${id}`)
  const target = deployment === undefined ? undefined : `${deployment.service}:${deployment.image}`
  const again = sayButton(
    { verb: 'preflight', words: [environment], options: { for: target } },
    { text: 'Look again' },
  )
  if (status === 'failed') {
    const what = `${marks.unknown} *${aboutWhat(preflight)}: nobody could look.* ${escapeMrkdwn(failure)}`
    return message([section(what), by, actions([again])])
  }
  const waits = status === 'running' ? Math.max(1, (record.asked ?? 0) - items.length) : 0
  const go =
    deployment !== undefined && preflight.ready && waits === 0
      ? [
          sayButton(
            { verb: 'deploy', words: [deployment.service, deployment.image, environment] },
            { text: 'Deploy', style: 'primary' },
          ),
        ]
      : []
  return message([
    section(headline(preflight, record.asked === undefined && waits > 0 ? -1 : waits)),
    ...found(preflight.items),
    ...manual(checklist, zone, record, waits > 0),
    by,
    ...(waits > 0 ? [] : [actions([...go, again])]),
  ])
}

function found(items: readonly PreflightItem[]): readonly KnownBlock[] {
  const fine = items.filter(({ result }) => result === 'ok')
  const others = items.filter(({ result }) => result !== 'ok')
  return [
    ...inSections(sameTogether(others).map(itemsText)).map((text) => section(text)),
    ...(fine.length === 0
      ? []
      : [
          folded(
            `${fine.length} of ${items.length} are OK`,
            inSections(fine.map(itemText))
              .slice(0, 10)
              .map((text) => section(text)),
          ),
        ]),
  ]
}

/** Slack takes 3,000 characters a section. */
const longestSection = 2_800

function inSections(lines: readonly string[]): readonly string[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last === undefined || last.length + line.length > longestSection) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts
}

/** A row each: what is open has its button beside it. */
function manual(
  checklist: readonly PreflightTick[],
  zone: Zone,
  { id, startedAt }: PreflightRecord,
  isWaiting: boolean,
): readonly KnownBlock[] {
  if (checklist.length === 0) return []
  const done = checklist.flatMap(({ item, by, at = startedAt }) =>
    by === undefined
      ? []
      : [`☑ ${escapeMrkdwn(item)} — ${escapeMrkdwn(by.name)}, ${formatMoment(at, zone, at)}`],
  )
  const open = checklist.filter(({ by }) => by === undefined)
  return [
    section(['*By hand*', ...done].join('\n')),
    ...open.map(({ item }) =>
      section(
        `☐ ${escapeMrkdwn(item)}`,
        isWaiting ? {} : { accessory: sayButton({ verb: 'tick', words: [id, item] }, { text: 'Tick' }) },
      ),
    ),
  ]
}

function aboutWhat({ environment, deployment }: Pick<Preflight, 'environment' | 'deployment'>): string {
  const name = escapeMrkdwn(environment)
  return deployment === undefined
    ? name
    : `${name}, for ${escapeMrkdwn(`${deployment.service}:${deployment.image}`)}`
}

/** @param waits for how many answers; -1: nobody knows yet */
function headline(preflight: Preflight, waits: number): string {
  const { items } = preflight
  const count = (result: PreflightResult) => items.filter((item) => item.result === result).length
  const [ng, warn, skip] = [count('ng'), count('warn'), count('skip')]
  const what = aboutWhat(preflight)
  const rest = [
    ...(warn === 0 ? [] : [`${warn} to look at`]),
    ...(skip === 0 ? [] : [`${skip} could not be looked at`]),
  ]
  const also = rest.length === 0 ? '' : `, ${rest.join(', ')}`
  if (waits !== 0) {
    const still = waits < 0 ? '' : ` — ${waits} of ${items.length + waits} have not answered yet`
    const so = ng > 0 ? `, ${ng} ${ng === 1 ? 'stands' : 'stand'} against it` : ''
    return `${ng > 0 ? marks.wrong : marks.changing} *Looking at ${what}*${still}${so}.`
  }
  if (ng > 0)
    return `${marks.wrong} *${what}: not ready* — ${countedOf(ng, items.length, 'check')} ${ng === 1 ? 'stands' : 'stand'} against it${also}.`
  if (rest.length > 0)
    return `${skip > 0 ? marks.unknown : marks.attention} *${what}: nothing stands against it*${also}.`
  return `${marks.fine} *${what}: ready* — ${countedOf(items.length, items.length, 'check')} OK.`
}

/** From so many on, one reason why nobody could look is said once: where AWS throttles, two dozen have it. */
const sayTheSame = 3

type Items = readonly [PreflightItem, ...PreflightItem[]]

/** @returns what stands in one line each, in the order of the first of them */
function sameTogether(items: readonly PreflightItem[]): readonly Items[] {
  return items.flatMap((item): Items[] => {
    const same = items.filter(({ result, figure }) => result === 'skip' && figure === item.figure)
    const [first, ...others] = same
    if (item.result !== 'skip' || first === undefined || same.length < sayTheSame) return [[item]]
    return item === first ? [[first, ...others]] : []
  })
}

/** Of several, what each would have one do is left out: the reason itself says what to do. */
function itemsText(same: Items): string {
  const [first, ...others] = same
  if (others.length === 0) return itemText(first)
  const { result, figure } = first
  const names = same.map(({ what }) => what).join(', ')
  return `${markOf[result]} ${wordOf[result]} *${counted(same.length, 'check')}*: ${escapeMrkdwn(figure)}\n      _${escapeMrkdwn(names)}_`
}

function itemText({ result, what, figure, remedy }: PreflightItem): string {
  const next = remedy === undefined ? '' : `\n      → ${remedy}`
  return `${markOf[result]} ${wordOf[result]} *${escapeMrkdwn(what)}*: ${escapeMrkdwn(figure)}${next}`
}
