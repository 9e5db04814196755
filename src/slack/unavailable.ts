/** What the person is told in the acknowledgement itself when the store cannot be reached: there is nothing else to tell it through. */
export const storeUnavailable =
  '⚠️ ohmy cannot reach its store right now, so nothing was started. Try again in a minute; whoever runs ohmy finds the reason under /readyz.'
