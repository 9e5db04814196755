import { UserError } from '../core/user-error.js'
import type { RequestOptions } from '../changes/changes.js'

/**
 * What `--break-glass` asks for. Whoever goes past approvals, locks and freezes says why, for everybody to read; whether they may is decided by
 * the engine.
 */
export function glassOf(args: {
  readonly 'break-glass': boolean
  readonly reason: string | undefined
}): Pick<RequestOptions, 'breakGlass'> {
  if (!args['break-glass']) return {}
  if (args.reason !== undefined) return { breakGlass: args.reason }
  throw new UserError(
    'reason-missing',
    'Going past approvals, locks and freezes takes a reason.',
    'Add `--reason "…"`: everybody will read it, and it stays in the audit.',
  )
}
