import type { Logger } from 'pino'
import { inTime } from '../../core/in-time.js'
import { idsIn, permalink, withLinkedIds } from './link-ids.js'
import type { LetterStore } from './letter-store.js'

/** So long a message waits for the workspace's address, which Slack tells once (ms). */
const linksWithin = 700

/** Ids of what has a message of its own, as links to that. A link is a convenience: nothing waits or fails for it. */
export function createLinks(options: {
  readonly store: Pick<LetterStore, 'placeOf'>
  readonly workspaceUrl: (() => Promise<string | undefined>) | undefined
  readonly logger: Logger
}) {
  const { store, workspaceUrl, logger } = options

  /** By key, of those that are known. */
  async function linksTo(keys: readonly string[], within?: number): Promise<ReadonlyMap<string, string>> {
    const links = new Map<string, string>()
    try {
      const asked = workspaceUrl?.()
      const workspace = await (within === undefined || asked === undefined ? asked : inTime(within, asked))
      if (workspace === undefined) return links
      const places = await Promise.all(keys.map((key) => store.placeOf(key)))
      for (const [index, key] of keys.entries()) {
        const place = places[index]
        if (place !== undefined) links.set(key, permalink(workspace, place))
      }
    } catch (error) {
      logger.debug({ err: error }, 'Messages are not linked')
    }
    return links
  }

  async function linked<Blocks>(blocks: Blocks): Promise<Blocks> {
    const ids = idsIn(blocks)
    if (ids.length === 0) return blocks
    const keys = ids.map((id) => `flow:${id}`)
    const links = await linksTo(keys, linksWithin)
    const known = ids.flatMap((id) => {
      const url = links.get(`flow:${id}`)
      return url === undefined ? [] : [[id, url] as const]
    })
    return withLinkedIds(blocks, new Map(known))
  }

  return { linked, linksTo }
}
