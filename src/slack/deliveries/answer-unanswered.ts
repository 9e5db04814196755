import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from '../../core/caller.js'
import type { Reply } from '../../core/message.js'
import { deliverReply } from '../deliver-reply.js'
import type { Edge } from '../edge.js'
import { publishHome } from '../home.js'
import { takeAway } from '../waiting.js'
import { unansweredMessage } from '../views/answers/unanswered.js'
import type { Unanswered } from './deliveries.js'

/** A letter under this version never takes the place of an answer that is there, only of what stands there meanwhile. */
const oldest = 3

/**
 * Answers what was acknowledged by processes that were not heard of since. Looks once a second at the latest, and after an outage of the store only when that has been
 * there for a whole lease again: those who live have said so by then.
 * @param leaseFor milliseconds a process may be silent
 * @returns stops looking, and resolves when nothing is under way
 */
export function startAnsweringUnanswered(edge: Edge, leaseFor: number): () => Promise<void> {
  const stopped = new AbortController()
  let thereSince: number | undefined

  async function look(): Promise<void> {
    if (!(await edge.deliveries.reachable())) {
      thereSince = undefined
      return
    }
    thereSince ??= performance.now()
    if (performance.now() - thereSince < leaseFor) return
    for (const unanswered of await edge.deliveries.unanswered()) await answer(edge, unanswered)
  }

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      await look().catch((error: unknown) => {
        thereSince = undefined
        edge.logger.debug({ err: error }, 'What other processes left unanswered could not be looked for')
      })
      await sleep(Math.min(1_000, leaseFor / 3), undefined, { signal: stopped.signal, ref: false }).catch(
        () => undefined,
      )
    }
  }

  const running = loop()
  return async () => {
    stopped.abort()
    await running
  }
}

async function answer(edge: Edge, unanswered: Unanswered): Promise<void> {
  const { id, about } = unanswered
  try {
    if (!(await isAnswered(edge, unanswered))) await say(edge, unanswered)
    if (about.place !== undefined) await takeAway(edge, id, about.place)
    await unanswered.close()
  } catch (error) {
    // Whoever looks after the lease tries again.
    edge.logger.warn({ err: error, delivery: id, kind: about.kind }, 'A delivery is still unanswered')
  }
}

/** Its answer was on the way when the process died; or what was started for it has a message of its own, which a worker shows. */
async function isAnswered(
  { outbox, inside }: Edge,
  { id, acts, answer: with_ }: Unanswered,
): Promise<boolean> {
  if (with_ !== undefined && 'letter' in with_) {
    if (await outbox.has({ key: with_.letter, version: with_.version })) return true
  }
  return acts !== undefined && (await inside.started(id))
}

async function say(edge: Edge, unanswered: Unanswered): Promise<void> {
  const { id, about } = unanswered
  const { person, place, said, responseUrl, kind } = about
  edge.logger.warn({ delivery: id, kind, person }, 'Answering for a process that died')
  const caller: Caller = {
    id: person,
    name: await edge.directory.nameOf(person),
    origin: kind === 'click' ? 'button' : kind,
    ...(place === undefined ? {} : { place }),
  }
  const reply: Reply = {
    message: unansweredMessage(unanswered),
    data: { error: 'request-unanswered' },
    shownTo: 'caller',
    failed: 'refused',
  }
  if (place === undefined) await publishHome(edge, person, reply.message)
  else {
    await deliverReply(edge, reply, caller, {
      delivery: id,
      version: oldest,
      ...(responseUrl === undefined ? {} : { responseUrl }),
    })
  }
  await edge.inside.refused?.(said, caller, reply)
}
