/** Whether a configured channel is named by its id: `C0123456789`. */
export function isChannelId(reference: string): boolean {
  return /^[CG][A-Z0-9]{8,}$/.test(reference)
}

/** A configured channel as Slack and the outbox take it: `#devops` for a name, an id as it is. */
export function channelAddress(reference: string): string {
  return isChannelId(reference) ? reference : `#${reference}`
}
