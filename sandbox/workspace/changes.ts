import type { WorkspaceChange } from './contract.js'

export interface Changes {
  readonly publish: (change: WorkspaceChange) => void
  /** Returns a function that ends the subscription. */
  readonly subscribe: (listener: (change: WorkspaceChange) => void) => () => void
}

/** What happens in the workspace, told to the page and to waiting tests. */
export function createChanges(): Changes {
  const listeners = new Set<(change: WorkspaceChange) => void>()
  return {
    publish: (change) => {
      for (const listener of listeners) listener(change)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
