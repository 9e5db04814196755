import { useCallback, useState } from 'react'

/** Where the page stands: who looks, at what. Kept in the address, so that a view can be linked to. */
export interface Place {
  readonly person: string | undefined
  /** A channel's name or id, or `home` for the App Home tab. */
  readonly channel: string | undefined
  readonly thread: string | undefined
  /** A message that is shown and stands out, by its ts. */
  readonly message: string | undefined
}

export const homeTab = 'home'
const personKey = 'ohmy-sandbox-person'

/** The address decides; without a person in it, the one chosen last. */
export function usePlace(): readonly [Place, (change: Partial<Place>) => void] {
  const [place, setPlace] = useState<Place>(() => readPlace(window.location.search))
  const go = useCallback((change: Partial<Place>) => {
    setPlace((now) => {
      const next = { ...now, ...change }
      window.history.replaceState(null, '', writePlace(next))
      if (next.person) window.localStorage.setItem(personKey, next.person)
      return next
    })
  }, [])
  return [place, go]
}

/** The address of a message, for whoever opens it: it names no person. */
export function linkTo(channel: string, ts: string): string {
  return `${window.location.origin}/?${new URLSearchParams({ channel, message: ts })}`
}

function readPlace(search: string): Place {
  const parameters = new URLSearchParams(search)
  const person = parameters.get('person') ?? window.localStorage.getItem(personKey) ?? undefined
  return {
    person,
    channel: parameters.get('channel') ?? undefined,
    thread: parameters.get('thread') ?? undefined,
    message: parameters.get('message') ?? undefined,
  }
}

function writePlace(place: Place): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(place)) if (value) parameters.set(key, value)
  return `?${parameters}`
}
