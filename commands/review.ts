import type { Json } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { environment, keyword } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { isDrill, reviewBackups } from '../src/security/review-backups.js'
import { reviewMessage } from '../src/slack/views/review/review.js'

const day = 86_400_000
/** Five quarters, so that a drill is seen beside the same one a year ago. */
const drillsOf = 400 * day

export const review = command({
  name: 'review',
  summary: 'Look at the security of an environment, or at its backups',
  examples: ['review security production', 'review backups production'],
  args: {
    security: keyword('security', { summary: 'who did what, and what is open to whom' }),
    backups: keyword('backups', { summary: 'how old they are, and when restoring was practised' }),
    environment: environment(),
  },
  access: 'viewer',
  run: async ({ args, caller, clock, reviews, runs }) => {
    const { environment: place } = args
    if (args.security === args.backups) {
      throw new UserError(
        'review-of-what',
        'A review is of the security or of the backups.',
        `Say one: \`/ohmy review security ${place.name}\`.`,
      )
    }
    const now = clock.now()
    const found = args.security
      ? await reviews.security(place)
      : reviewBackups(place.name, {
          now,
          runs: (
            await runs.list(
              {
                since: now - drillsOf,
                isWanted: (run) => isDrill(run) && run.environment === place.name,
              },
              caller,
            )
          ).runs,
          ...(place.database === undefined ? {} : { backup: await reviews.backup(place) }),
        })
    return {
      message: reviewMessage(found, { askedBy: caller.name, buttons: caller.origin !== 'terminal' }),
      // Plain data; only its type does not say so.
      data: found as unknown as Json,
      shownTo: 'place',
    }
  },
})
