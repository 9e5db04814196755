import type { Json } from '../core/json.js'
import type { Reply } from '../core/message.js'
import { type RefusalView, refusalView } from '../slack/views/answers/refusal.js'

/** A "no" as a reply that only the caller sees. */
export function refusalReply(refusal: RefusalView, failed: 'usage' | 'refused'): Reply {
  const { code, what, next, commands, examples, usage, lists, offers = [] } = refusal
  // Built anew: a UserError brings its stack, which is nobody's business.
  const shown: Omit<RefusalView, 'offers'> = {
    code,
    what,
    next,
    ...(commands === undefined ? {} : { commands }),
    ...(examples === undefined ? {} : { examples }),
    ...(usage === undefined ? {} : { usage }),
    ...(lists === undefined ? {} : { lists }),
  }
  const message = refusalView({ ...shown, offers })
  return { message, data: { error: { ...shown } as Json }, shownTo: 'caller', failed }
}
