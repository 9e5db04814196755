/**
 * `emulate` 0.12 refuses a token after 4,999 requests an hour with status 403, whatever it asks. Slack has no such budget, so everybody has
 * spare tokens with the same rights and goes on to the next one before that.
 */
const requestsEach = 4_900
/** Nearly a million requests before the first is used again; after an hour it is good again. Seeding more would be felt at each start. */
const spares = 200

/** The names under which a token and its spare ones are seeded, its own first. */
export function tokenAndSpares(token: string): readonly string[] {
  return Array.from({ length: spares }, (_, index) => nameOf(token, index))
}

/** Which of a token's names the next request goes under. */
export function createTokenTurns(): (token: string) => string {
  const requests = new Map<string, number>()
  return (token) => {
    const made = requests.get(token) ?? 0
    requests.set(token, made + 1)
    return nameOf(token, Math.floor(made / requestsEach) % spares)
  }
}

function nameOf(token: string, index: number): string {
  return index === 0 ? token : `${token}~${index}`
}
