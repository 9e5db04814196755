/** The outbox's name of a flow's one message. */
export function letterOf(id: string): string {
  return `flow:${id}`
}
