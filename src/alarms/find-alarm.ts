import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { type Alarm, shortAlarmName } from '../core/alarms.js'
import type { Environment } from '../core/environment.js'
import type { Mute } from '../core/mutes.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'

export interface FoundAlarm {
  readonly environment: Environment
  readonly alarm: Alarm
}

interface Candidate {
  readonly environment: Environment
  readonly name: string
}

/**
 * The alarm that a word means: its whole name, or its name without the environment's prefix; case does not count.
 * @param environments where to look: the one that was named, or all that the caller may see
 * @throws UserError `alarm-not-found`, `alarm-ambiguous`; AwsError when the alarms of none of them can be read
 */
export async function findAlarm(
  word: string,
  environments: readonly Environment[],
  aws: AwsFor,
): Promise<FoundAlarm> {
  const read = await Promise.allSettled(
    environments.map(async (environment) => {
      const { value } = await aws(environment).alarms()
      return value.map((alarm): FoundAlarm & Candidate => ({ environment, alarm, name: alarm.name }))
    }),
  )
  const failures = read.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  )
  const defect = failures.find((failure) => !(failure instanceof AwsError))
  if (defect !== undefined) throw defect
  const known = read.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  const found = choose(word, known)
  if (found !== undefined) return found
  // Where alarms could not be read, nobody can say that there is none.
  if (failures.length > 0) throw failures[0]
  throw notFound(word, known, environments)
}

/**
 * The mute that a word means. An alarm that is gone can be unmuted too.
 * @throws UserError `not-muted`, `alarm-ambiguous`
 */
export function findMute(word: string, environments: readonly Environment[], mutes: readonly Mute[]): Mute {
  const known = mutes.flatMap((mute) => {
    const environment = environments.find(({ name }) => name === mute.environment)
    return environment === undefined ? [] : [{ environment, name: mute.alarm, mute }]
  })
  const found = choose(word, known)
  if (found !== undefined) return found.mute
  const shown = known.map((candidate) => `\`${shortOf(candidate)}\` in ${candidate.environment.name}`)
  const next = shown.length === 0 ? 'Nothing is muted.' : `Muted are: ${shown.slice(0, 10).join(', ')}.`
  const what = `No alarm called “${word}” is muted.`
  throw new UserError('not-muted', what, next, {
    ...(known.length === 0 ? {} : { choice: { argument: 'alarm', intro: what, anew: {} } }),
  })
}

function choose<One extends Candidate>(word: string, candidates: readonly One[]): One | undefined {
  const wanted = word.toLowerCase()
  const whole = candidates.filter(({ name }) => name.toLowerCase() === wanted)
  const found = whole.length > 0 ? whole : candidates.filter((one) => shortOf(one).toLowerCase() === wanted)
  const [first, ...others] = found
  if (others.length === 0) return first
  const places = found.map(({ environment }) => environment.name)
  const what = `There is an alarm “${word}” in ${places.slice(0, -1).join(', ')} and ${places.at(-1)}.`
  throw new UserError(
    'alarm-ambiguous',
    what,
    `Say which: add ${places.map((name) => `\`${name}\``).join(' or ')}.`,
  )
}

function shortOf({ environment, name }: Candidate): string {
  return shortAlarmName(name, environment.alarmPrefix)
}

function notFound(
  word: string,
  known: readonly Candidate[],
  environments: readonly Environment[],
): UserError {
  const where = environments.map(({ name }) => name).join(' and ')
  const what = `There is no alarm “${word}” in ${where}.`
  if (known.length === 0)
    return new UserError('alarm-not-found', what, 'There is none at all: `/ohmy alarms` says so.')
  const names = new Set(known.flatMap((one) => [shortOf(one), one.name]))
  const meant =
    nearest(word, names) ?? [...names].find((name) => name.toLowerCase().includes(word.toLowerCase()))
  const next = meant === undefined ? 'See them with `/ohmy alarms --all`.' : `Did you mean \`${meant}\`?`
  const choice = { argument: 'alarm', intro: what }
  const anew = meant === undefined ? {} : { nearest: meant }
  return new UserError('alarm-not-found', what, next, { choice: { ...choice, anew } })
}
