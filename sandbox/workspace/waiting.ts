import type { WorkspaceChange } from './contract.js'
import type { RunningWorkspace } from './running-workspace.js'

/**
 * What `look` finds, now or after any change, within `timeout` milliseconds. Rejects with what
 * `describe` says is there instead.
 */
export async function waitFor<Found>(
  workspace: RunningWorkspace,
  look: (change?: WorkspaceChange) => Found | undefined,
  timeout: number,
  describe: () => string,
): Promise<Found> {
  const present = look()
  if (present !== undefined) return present
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      end()
      reject(new Error(`waited ${timeout} ms for ${describe()}`))
    }, timeout)
    const end = workspace.changes.subscribe((change) => {
      let found: Found | undefined
      try {
        found = look(change)
      } catch (error) {
        clearTimeout(timer)
        end()
        return reject(error instanceof Error ? error : new Error(String(error)))
      }
      if (found === undefined) return
      clearTimeout(timer)
      end()
      resolve(found)
    })
  })
}
