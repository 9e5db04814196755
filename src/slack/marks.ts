/**
 * The one legend: what a mark says is the same in every message, of every verb, and in the terminal. Told in docs/legend.md; a test keeps these signs out of all
 * other files of the views.
 */
export const marks = {
  /** Act now: an alarm rings, a service is down, something failed, the budget is spent. */
  wrong: '🔴',
  /** It works, but not as it should: less runs than wanted, a figure is beyond its target, an alarm has no data. */
  attention: '🟠',
  changing: '🔵',
  fine: '🟢',
  /** Neither good nor bad: off on purpose, called off, nothing to judge it by. */
  resting: '⚪',
  /** Nobody knows, which is never taken for well. */
  unknown: '❓',
  /** As it was when AWS last answered. */
  remembered: '🕓',
  /** Besides the mark of what is true: who is told of it is another matter. */
  muted: '🔕',
  /** CloudWatch itself takes no action. */
  silenced: '🔇',
  /** A part of the answer is missing. */
  missing: '⚠️',
} as const
