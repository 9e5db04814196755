/** What a newcomer can try at once, from harmless to a real change. */
export const examples = [
  '/ohmy help',
  '/ohmy status',
  '/ohmy status staging',
  '/ohmy scale backend 4 staging',
] as const
