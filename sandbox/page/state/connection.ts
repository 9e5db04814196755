import { useEffect, useState } from 'react'
import type { WorkspaceChange, WorkspaceState } from '../../workspace/contract.js'
import { applyChange } from './workspace.js'

export interface Connection {
  readonly workspace: WorkspaceState | undefined
  readonly online: boolean
}

const stateTimeoutMs = 10_000
const reconnectAfterMs = 1_000

/** The workspace, kept up to date. Each (re)connection reads the whole state again, so that nothing missed stays missed. */
export function useWorkspace(): Connection {
  const [connection, setConnection] = useState<Connection>({ workspace: undefined, online: false })

  useEffect(() => {
    let closed = false
    let events: EventSource | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    // Changes that arrive while the state is being read are applied on top of it.
    let waiting: WorkspaceChange[] | undefined

    const receive = (change: WorkspaceChange): void => {
      waiting?.push(change)
      setConnection((now) =>
        now.workspace ? { ...now, workspace: applyChange(now.workspace, change) } : now,
      )
    }

    const load = async (): Promise<void> => {
      waiting = []
      const workspace = await readState()
      if (closed) return
      const fresh = waiting.reduce(applyChange, workspace)
      waiting = undefined
      setConnection({ workspace: fresh, online: true })
    }

    const reconnect = (): void => {
      events?.close()
      if (closed) return
      setConnection((now) => ({ ...now, online: false }))
      clearTimeout(retry)
      retry = setTimeout(connect, reconnectAfterMs)
    }

    const connect = (): void => {
      events = new EventSource('/page/api/events')
      events.addEventListener('message', (event: MessageEvent<string>) => receive(JSON.parse(event.data)))
      events.addEventListener('open', () => void load().catch(reconnect))
      events.addEventListener('error', reconnect)
    }

    connect()
    return () => {
      closed = true
      clearTimeout(retry)
      events?.close()
    }
  }, [])

  return connection
}

async function readState(): Promise<WorkspaceState> {
  const response = await fetch('/page/api/state', { signal: AbortSignal.timeout(stateTimeoutMs) })
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} to GET /page/api/state`)
  return (await response.json()) as WorkspaceState
}
