import { remedyOf, type StoreFault } from '../core/store-fault.js'

/** What the person is told in the acknowledgement itself when the store takes nothing: there is nothing else to tell it through. */
export function storeUnavailable(fault: StoreFault | undefined): string {
  if (fault === undefined || fault.kind === 'away') {
    return '⚠️ ohmy cannot reach its store right now, so nothing was started. Try again in a minute; whoever runs ohmy finds the reason under /readyz.'
  }
  return `⚠️ The store of ohmy ${fault.is}, so nothing was started. ${remedyOf(fault)}`
}
