import type { IncidentRecord } from '../../src/core/incident.js'

export const minute = 60_000
export const start = Date.UTC(2026, 10, 28, 20, 0)

/** A SEV-1 that nobody has yet. */
export const opened: IncidentRecord = {
  v: 1,
  id: 'inc-7k2m9qa',
  title: 'backend is down',
  severity: 1,
  status: 'open',
  environment: 'production',
  services: [],
  caller: { id: 'U1', name: 'Rita', origin: 'command' },
  affectedSince: start,
  openedAt: start,
  roles: {},
  marked: [],
  updateDue: start + 15 * minute,
  reminders: 2,
  isCommanderAskedFor: false,
  tasks: [],
  entries: [],
  channelName: 'inc-20261128-backend-is-down',
  origin: { channel: 'C1' },
  rules: {
    updateEvery: { 1: 15 * minute, 2: 30 * minute },
    askForCommanderAfter: 5 * minute,
    watchFor: 15 * minute,
  },
  done: [],
  missing: [],
  tries: 0,
  rang: [],
  reviewsOwed: 0,
  rounds: 1,
  isArchiveAsked: false,
}
