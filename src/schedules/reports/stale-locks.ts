import { formatDuration } from '../../core/duration.js'
import { environmentOf, type Lock, scopeName, scopeWords } from '../../core/lock.js'
import type { Mute } from '../../core/mutes.js'
import type { Schedule, ScheduleFinding } from '../../core/schedule.js'
import { orUnread, type Part, type ReportSources, together } from './sources.js'

/** Locks and mutes that have been there for so long that somebody may have forgotten them. */
export async function staleLocks(
  { environments, olderThan }: Pick<Schedule, 'environments' | 'olderThan'>,
  sources: ReportSources,
): Promise<Part> {
  const now = sources.now()
  const isOld = ({ since }: { readonly since: number }) => now - since >= olderThan
  const locks = await orUnread(sources, { subject: 'locks', topic: 'age' }, async () => {
    const all = (await sources.locks()).filter((lock) => concerns(lock, environments))
    return judged(
      all,
      all.filter(isOld).map((lock) => lockFinding(lock, now)),
      'lock',
    )
  })
  const mutes = await orUnread(sources, { subject: 'mutes', topic: 'age' }, async () => {
    const all = (await sources.mutes()).filter(({ environment }) => environments.includes(environment))
    return judged(
      all,
      all.filter(isOld).map((mute) => muteFinding(mute, now)),
      'mute',
    )
  })
  return together([locks, mutes])
}

function concerns(lock: Lock, environments: readonly string[]): boolean {
  const environment = environmentOf(lock.scope)
  return environment === undefined || environments.includes(environment)
}

function judged(all: readonly unknown[], findings: readonly ScheduleFinding[], word: string): Part {
  if (findings.length > 0) return { findings, fine: [] }
  const fine =
    all.length === 0
      ? `no ${word}`
      : all.length === 1
        ? `1 ${word}, which is new`
        : `${all.length} ${word}s, all new`
  return { findings, fine: [fine] }
}

function lockFinding({ scope, owner, since, reason, until }: Lock, now: number): ScheduleFinding {
  const ends = until === undefined ? ' and until somebody unlocks it' : ''
  return {
    mark: 'attention',
    subject: scopeName(scope),
    topic: 'locked',
    says: `by ${owner.name} for ${formatDuration(wholeHours(now - since))}${ends}: “${reason}”`,
    button: { text: 'Unlock', line: { verb: 'unlock', words: scopeWords(scope).split(' ') } },
  }
}

function muteFinding({ environment, alarm, by, since, reason }: Mute, now: number): ScheduleFinding {
  return {
    mark: 'attention',
    subject: alarm,
    topic: 'muted',
    says: `by ${by.name} for ${formatDuration(wholeHours(now - since))}${reason === undefined ? '' : `: “${reason}”`}`,
    button: { text: 'Unmute', line: { verb: 'unmute', words: [alarm, environment] } },
  }
}

function wholeHours(duration: number): number {
  const hour = 3_600_000
  return Math.max(hour, Math.floor(duration / hour) * hour)
}
