import type { ServiceRef } from '../../core/environment.js'
import type { Reading, Vocabulary } from '../command.js'
import { argument, type RequiredArgument } from './argument.js'
import { service } from './service.js'

/** More at once is no deployment any more, it is a migration. */
const most = 10

/** One service or several with commas between: `backend,frontend`. In the configured order, each once, whatever order was typed. */
export function services(
  options: { readonly summary?: string } = {},
): RequiredArgument<readonly ServiceRef[]> {
  return argument({
    kind: 'service',
    placeholder: 'services',
    summary: options.summary ?? 'one service, or several with commas: `backend,frontend`',
    named: false,
    several: true,
    read: readServices,
  })
}

function readServices(text: string | undefined, vocabulary: Vocabulary): Reading<readonly ServiceRef[]> {
  const names = (text ?? '').split(',').filter((name) => name !== '')
  const one = service()
  if (names.length > most) {
    return {
      ok: false,
      code: 'services-too-many',
      what: `${names.length} services are too many at once.`,
      next: `Name up to ${most}.`,
    }
  }
  const found: ServiceRef[] = []
  for (const name of names.length === 0 ? [undefined] : names) {
    const reading = one.read(name, vocabulary)
    if (!reading.ok) {
      const { instead, ...rest } = reading
      // What is shown to be typed instead replaces the whole word.
      const whole =
        instead === undefined
          ? {}
          : { instead: names.map((other) => (other === name ? instead : other)).join(',') }
      return { ...rest, ...whole }
    }
    if (!found.some((other) => other.service === reading.value.service)) found.push(reading.value)
  }
  return { ok: true, value: inConfiguredOrder(found, vocabulary) }
}

function inConfiguredOrder(found: readonly ServiceRef[], { environment }: Vocabulary): readonly ServiceRef[] {
  const order = environment?.services.map(({ service: ecsName }) => ecsName) ?? []
  if (order.length === 0) return found
  return found.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service))
}
