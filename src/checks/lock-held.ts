import { z } from 'zod'
import { formatMoment } from '../core/moment.js'
import { type Lock, scopeName } from '../core/lock.js'
import { serviceLock } from '../core/service-lock.js'
import { createZone, type Zone } from '../core/time-zone.js'
import { freezesAhead, freezesBarring, holdsIn } from '../locks/freezes.js'
import { check } from './check.js'

/** ms. A freeze that begins so soon may come in the way of what is about to be done. */
const soon = 24 * 3_600_000

export const lockHeld = check({
  name: 'lock-held',
  summary:
    'Whether somebody’s lock or a freeze is in the way of a change. Where no service is named, the locks of every configured service count',
  results: { pass: 'nothing', warn: 'a freeze begins within a day', fail: 'a lock or a freeze is' },
  reads: [],
  value: 'locks and freezes in the way',
  needsService: false,
  arguments: z.strictObject({
    verb: z
      .string()
      .min(1)
      .prefault('deploy')
      .describe('what is about to be done: a freeze lets some verbs pass'),
  }),
  async ask({ environment, service }, { verb }, { locks, config, clock }) {
    const now = clock.now()
    const zone = createZone(config.timeZone)
    const refs = service === undefined ? environment.services : [service]
    const held = await locks.blocking({ environment: environment.name, names: refs.map(serviceLock) })
    const change = { environment: environment.name, verb }
    const frozen = freezesBarring(config.freezes, change, zone, now)
    const until = (moment: number) => formatMoment(moment, zone, now)
    const lines = [
      ...held.map((lock) => lockWords(lock, zone, now)),
      ...frozen.map(({ freeze, occurrence }) => `Frozen until ${until(occurrence.until)}: ${freeze.reason}`),
    ]
    const [first = '', ...others] = lines
    if (lines.length > 0) {
      const more = others.length === 0 ? '' : ` and ${others.length} more`
      return { result: 'fail', figure: `${first}${more}`, value: lines.length, lines }
    }
    const ahead = config.freezes.filter(
      (freeze) => holdsIn(freeze, environment.name) && !freeze.allow.includes(verb),
    )
    const [next] = freezesAhead(ahead, zone, now, soon)
    if (next === undefined) return { result: 'pass', figure: 'no lock and no freeze', value: 0 }
    const figure = `a freeze begins ${until(next.occurrence.from)}: ${next.freeze.reason}`
    return { result: 'warn', figure, value: 0 }
  },
})

function lockWords({ scope, owner, until, reason }: Lock, zone: Zone, now: number): string {
  const end = until === undefined ? 'until it is unlocked' : `until ${formatMoment(until, zone, now)}`
  return `${owner.name} locked ${scopeName(scope)} ${end}: “${reason}”`
}
