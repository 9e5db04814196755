const key = 'ohmy-sandbox-said'
const kept = 50

/** What was said on this page before, oldest first. */
export function readSaid(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(key) ?? '[]')
    return Array.isArray(stored) ? stored.filter((text): text is string => typeof text === 'string') : []
  } catch {
    return []
  }
}

/** Puts a text at the end; one that was said before moves there. */
export function remember(text: string): void {
  const said = [...readSaid().filter((each) => each !== text), text].slice(-kept)
  window.localStorage.setItem(key, JSON.stringify(said))
}
