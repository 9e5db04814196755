/**
 * Every key of ohmy, in one place. All share the hash tag, so that on Redis Cluster they live in one slot and a Lua script may touch
 * several of them (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
 */
const prefix = '{ohmy}'

export const keys = {
  /** BullMQ's own prefix: it appends `:<queue>:…`. */
  queues: `${prefix}:queue`,
  /** Lists of BullMQ's: ids of a lane's entries that wait, those under way. */
  queueEntries: (lane: string, state: 'wait' | 'active') => `${prefix}:queue:${lane}:${state}`,
  /** Hash of BullMQ's: an entry of a lane. */
  queueEntry: (lane: string, id: string) => `${prefix}:queue:${lane}:${id}`,

  /** Hash: `kind`, `version`, `fence`, `faults`, `shown`, `woken`, `record` (JSON), `state`, `trace`. */
  flow: (id: string) => `${prefix}:flow:${id}`,
  /** String with expiry: the fence number of the worker that looks after the flow now. */
  flowLease: (id: string) => `${prefix}:flow:${id}:lease`,
  /** Sorted set: ids of a lane's flows that are not settled, by when somebody should look after them (ms). */
  openFlows: (lane: string) => `${prefix}:flows:open:${lane}`,
  /** Sorted set: ids of all flows of a kind that are kept, by when they were begun (ms). */
  flows: (kind: string) => `${prefix}:flows:of:${kind}`,
  /** What releases before flows kept their open work in; nothing of it is read any more. */
  ofOlderReleases: ['operations:all', 'operations:open', 'jobs:open', 'outbox:due'].map(
    (name) => `${prefix}:${name}`,
  ),

  /** Set: ids of the flows that hold it. */
  held: (name: string) => `${prefix}:held:${name}`,

  /** Counter: each worker that takes something over draws the next number. */
  fences: `${prefix}:fences`,
  /** Hash, with expiry where each of them has an end: people's locks (JSON) by what they lock. */
  peopleLocks: `${prefix}:people-locks`,
  /** Hash with expiry: muted alarms (JSON) by environment and name. */
  mutes: `${prefix}:mutes`,
  /** Hash with expiry: who stands in and who swaps (JSON), by id. */
  onCallChanges: `${prefix}:on-call:changes`,

  /** Hash: the newest state that was heard of, by subject: `1764000000000 OK`. */
  alertStates: `${prefix}:alerts:states`,
  /** Sorted set with expiry: ids of the alerts of an environment, by when they were begun (ms). */
  newAlerts: (environment: string) => `${prefix}:alerts:new:${environment}`,
  /** Sorted set with expiry: ARNs of the tasks of a service (by its ARN) that stopped by themselves, by when (ms). */
  stops: (service: string) => `${prefix}:alerts:stops:${service}`,
  /** Set with expiry: ids of the alerts of an environment that may have one cause with others. */
  relatedAlerts: (environment: string) => `${prefix}:alerts:related:${environment}`,
  /** Set with expiry: ids of the alerts that a storm tells of. */
  stormAlerts: (storm: string) => `${prefix}:alerts:storm:${storm}`,

  /** String with expiry: id of the incident that a channel was made for. */
  incidentRoom: (channel: string) => `${prefix}:incidents:room:${channel}`,
  /** String: id of the newest page that alarms of an environment asked for. */
  alertPage: (environment: string) => `${prefix}:alerts:page:${environment}`,
  /** String with expiry: which page of which alert this alarm has asked for. */
  alertPaged: (subject: string) => `${prefix}:alerts:paged:${subject}`,

  /** String, or hash while it is open and after, with expiry: this delivery of Slack's was seen. */
  delivery: (id: string) => `${prefix}:delivery:${id}`,
  /** Sorted set: ids of deliveries that are not answered yet, by when whoever has them must have been heard of (ms). */
  openDeliveries: `${prefix}:deliveries:open`,

  /** Hash: one message of the outbox. */
  letter: (key: string) => `${prefix}:outbox:letter:${key}`,
  /** Sorted set: lanes of letters with something to deliver, by when to look at them (ms). Each lane and its lease are keys below it. */
  lanes: `${prefix}:outbox:lanes`,
  /** String with expiry: until when a method may not be called for a channel (ms). */
  pace: (method: string, channel: string) => `${prefix}:outbox:pace:${method}:${channel}`,

  /** Stream: the audit records. */
  audit: `${prefix}:audit`,
  /** Hash: number and hash of the last audit record. */
  auditHead: `${prefix}:audit:head`,
  /** Sorted set: names of events that were recorded, by when (ms). */
  auditNames: `${prefix}:audit:names`,
  /** String with expiry: who writes the anchor of a day (`2026-11-23`, UTC), or that it is written. */
  auditAnchored: (day: string) => `${prefix}:audit:anchored:${day}`,
  /** List with expiry: numbers of the audit records of one operation. */
  auditOf: (operation: string) => `${prefix}:audit:of:${operation}`,

  /** String with expiry: somebody has looked for deployments of an environment that wait. */
  pausesLookedFor: (environment: string) => `${prefix}:pauses:looked:${environment}`,

  /** Hash with expiry: when AWS told which kind of news of what is held (ms), and `for`: what the change that holds it waits for. */
  newsOf: (held: string) => `${prefix}:news:${held}`,
  /** String with expiry: the queue of events has answered. */
  newsAnswered: `${prefix}:news:answered`,

  /** Hash with expiry: what came of a request from outside, by its idempotency key. */
  hook: (key: string) => `${prefix}:hook:${key}`,

  /** String with expiry: the store took a write. */
  probe: `${prefix}:probe`,

  /** Counter with expiry: requests that were paid for on a day (`2026-11-23`, UTC). */
  requestsPaid: (what: string, day: string) => `${prefix}:paid:${what}:${day}`,

  /** Counter with expiry: requests of a day that were sent and came to nothing. */
  requestsFailed: (what: string, day: string) => `${prefix}:paid-failed:${what}:${day}`,

  /** Counter with expiry: what an agent asked in a minute (since the epoch). */
  asked: (agent: string, minute: number) => `${prefix}:asked:${agent}:${minute}`,

  /** Hash with expiry: the last answer to a question that all processes share, and whether asking failed since. */
  answer: (name: string) => `${prefix}:answer:${name}`,
  /** String with expiry: the token of the process that asks now. */
  answerLease: (name: string) => `${prefix}:answer:${name}:lease`,
} as const
