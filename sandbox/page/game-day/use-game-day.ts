import { useCallback, useEffect, useState } from 'react'
import type { GameDay, TroubleRequest } from '../../game-day/contract.js'

const lookEveryMs = 1_000
const timeoutMs = 10_000

interface PlayedHere {
  readonly gameDay: GameDay | undefined
  readonly problem: string | undefined
  readonly ask: (request: TroubleRequest) => void
}

/** What goes wrong in the sandbox, looked at again every second while this is shown. */
export function useGameDay(): PlayedHere {
  const [gameDay, setGameDay] = useState<GameDay>()
  const [problem, setProblem] = useState<string>()

  const call = useCallback(async (path: string, init?: RequestInit): Promise<void> => {
    try {
      const response = await fetch(path, { ...init, signal: AbortSignal.timeout(timeoutMs) })
      const answer: unknown = await response.json()
      if (!response.ok) throw new Error(problemIn(answer))
      setGameDay(answer as GameDay)
      setProblem(undefined)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }, [])

  useEffect(() => {
    void call('/sandbox/game-day')
    const timer = setInterval(() => void call('/sandbox/game-day'), lookEveryMs)
    return () => clearInterval(timer)
  }, [call])

  const ask = (request: TroubleRequest): void =>
    void call('/sandbox/trouble', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
  return { gameDay, problem, ask }
}

function problemIn(answer: unknown): string {
  const { error } = answer as { readonly error?: unknown }
  return typeof error === 'string' ? error : 'The sandbox did not do it. Look at the terminal it runs in.'
}
