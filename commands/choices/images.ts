import { namedServices } from '../../src/aws/named-services.js'
import type { Clock } from '../../src/core/clock.js'
import { formatDuration } from '../../src/core/duration.js'
import type { Environment, ServiceRef } from '../../src/core/environment.js'
import type { Choices, FormChoice } from '../../src/core/form.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'
import { findService } from '../../src/dispatch/vocabulary.js'
import { type NewestVersion, newestVersions } from '../../src/operations/deploy/newest-versions.js'

/** As many as a menu shows. */
const limit = 90
/** Who opens a form twice asks once; what was known a while ago is better than nothing (ms). */
const freshness = { freshFor: 10_000, knownFor: 600_000, failedFor: 0 }

/** The newest images of the service that was said: their age, where they run, and whether they are proven where they have to be. */
export async function newestImages(context: ChoiceContext): Promise<Choices> {
  const { aws, config, history, clock, environment, environments, seen, said } = context
  const [name = ''] = (said['services'] ?? '').split(',')
  if (name === '') return { options: [], missing: 'The newest stand here once a service is chosen' }
  const places = environment === undefined ? environments : [environment]
  const found = places.flatMap((place) => serviceIn(place, name))[0]
  if (found === undefined) return { options: [], missing: `There is no service ${name}` }
  const [ref = found] = await namedServices(aws(placeOf(found, places)), found, name)
  // Proofs and places are told to who may see them.
  const about = JSON.stringify(['newest versions', ref.service, seen.map((place) => place.name)])
  const ports = { aws, config, past: history }
  const { value } = await aws(placeOf(ref, places)).known.read(about, freshness, () =>
    newestVersions(ref, ports, { clock, seen, limit }),
  )
  if (value.length === 0) return { options: [], missing: `ECR lists no image for ${ref.name}` }
  return { options: value.map((version) => optionFor(version, clock)) }
}

function serviceIn(place: Environment, name: string): readonly ServiceRef[] {
  const found = findService(place, name)
  return found.kind === 'found' ? [found.service] : []
}

function placeOf(ref: ServiceRef, places: readonly Environment[]): Environment {
  const found = places.find(({ name }) => name === ref.environment)
  if (found === undefined) throw new Error(`${ref.environment} is none of the places looked at`)
  return found
}

function optionFor({ tag, pushedAt, runsIn, proof }: NewestVersion, clock: Clock): FormChoice {
  const age = `${formatDuration(Math.max(0, clock.now() - pushedAt))} old`
  const runs = runsIn.length === 0 ? [] : [`runs in ${runsIn.join(', ')}`]
  return { value: tag, text: [tag, age, ...proven(proof), ...runs].join(' · ') }
}

function proven(proof: NewestVersion['proof']): readonly string[] {
  if (proof === undefined) return []
  const kind = proof.proof.kind
  if (kind === 'proven') return [`proven in ${proof.in}`]
  return kind === 'no such service' ? [] : [`not proven in ${proof.in}`]
}
