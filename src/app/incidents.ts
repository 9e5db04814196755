import { channelAddress } from '../core/channel-reference.js'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Authority } from '../access/authority.js'
import type { Audit } from '../audit/audit.js'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { AuditReader } from '../core/audit-record.js'
import type { Caller, Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { IncidentRecord, IncidentRules } from '../core/incident.js'
import type { RoomIndex, RoomWatch } from '../core/incident-room.js'
import type { Message } from '../core/message.js'
import { createZone } from '../core/time-zone.js'
import { UserError } from '../core/user-error.js'
import { incidentFlow } from '../incidents/incident/incident-flow.js'
import type { IncidentEvent, IncidentPorts, Told } from '../incidents/incident/ports.js'
import { briefingOf } from '../incidents/briefing.js'
import type { IncidentIn } from '../incidents/incident-in.js'
import type { IncidentWord } from '../incidents/incident/words.js'
import { createIncidents, type Incidents } from '../incidents/incidents.js'
import type { AlertWords } from '../incidents/new-incident.js'
import { createLookingBack } from '../incidents/looking-back.js'
import { reviewWith } from '../incidents/review.js'
import { createRoomWatch } from '../incidents/room-watch.js'
import type { TimelineSources } from '../incidents/timeline.js'
import type { Pages } from '../oncall/pages.js'
import type { Directory } from '../slack/directory.js'
import type { IdentityReader } from '../slack/identity.js'
import { createIncidentRooms } from '../slack/incident-rooms.js'
import { createChannelNames } from '../slack/outbox/channel-names.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { createCanvases } from '../slack/canvas.js'
import { createUpload } from '../slack/upload.js'
import { incidentAnnouncement, incidentPointer } from '../slack/views/incidents/announcement.js'
import { beginningMessage } from '../slack/views/incidents/beginning.js'
import { briefMessage } from '../slack/views/incidents/brief.js'
import { incidentHeader } from '../slack/views/incidents/header.js'
import { saidMessage } from '../slack/views/incidents/said.js'
import {
  archivingMessage,
  commanderWanted,
  joinedMessage,
  rangMessage,
  reminderMessage,
} from '../slack/views/incidents/told.js'
import { createRinging } from './incident-alarms.js'
import { createBeginning } from './incident-beginning.js'
import { createIncidentPages } from './incident-pages.js'
import { peopleFor } from './incident-people.js'
import { createHandOver } from './hand-over-review.js'
import { letterOf } from '../slack/outbox/flow-letter.js'
import type { FlowsRoom, ShownKind } from './flows.js'

export interface IncidentsRoom {
  readonly incidents: Incidents
  /** What happens in their channels. */
  readonly rooms: RoomWatch
  /** What is looked after by the flows' workers. */
  readonly kind: ShownKind
}

const minute = 60_000
/** The header is given so long to be seen before what comes after it (ms). */
const shownWithin = 10_000

/** Incidents, and what they may use of Slack, AWS and the audit. */
export function createIncidentsRoom(options: {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly config: Config
  readonly authority: Authority
  readonly directory: Directory
  readonly identity: IdentityReader
  readonly web: WebClient
  readonly outbox: Outbox
  readonly aws: AwsFor
  readonly audit: Audit
  readonly auditReader: Pick<AuditReader, 'between'>
  /** Whose turn it is now: Slack ids. Rejects, with a UserError, where there is no rotation or nobody can tell. */
  readonly onCall: () => Promise<readonly string[]>
  readonly alertOf: (id: string) => Promise<AlertWords | undefined>
  readonly roomIndex: RoomIndex
  /** Another kind of room than a channel of its own. */
  readonly roomsOf: typeof createIncidentRooms | undefined
  readonly incidentIn: IncidentIn
  readonly pages: Pick<Pages, 'page' | 'answeredFor'>
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
}): IncidentsRoom {
  const { durable, config, authority, directory, outbox, clock, timeScale } = options
  const { flows, store } = durable
  const announcements: Place = { channel: channelAddress(config.channels.incidents) }
  const findIncident = async (id: string) => (await flows.find<IncidentRecord>(incidentFlow, id))?.record
  const lookingBack = createLookingBack({ store, authority })
  const sources = (reader: Caller): TimelineSources => ({
    incident: findIncident,
    seen: async (environments) => {
      const named = environments.map((environment) => ({ environment }))
      return (await lookingBack.seenBy(named, reader)).map(({ environment }) => environment)
    },
    between: options.auditReader.between,
    nameOf: directory.nameOf,
  })
  const ports: IncidentPorts = {
    rooms: (options.roomsOf ?? createIncidentRooms)(options.web, options.identity, directory.nameOf),
    keepRoom: options.roomIndex.keep,
    announcements,
    timeScale,
    async tell(told, to, { record, version }) {
      const { name, message, isLive } = letterFor(told, record)
      const letter = { key: `${letterOf(record.id)}:${name}`, to, message, final: true }
      await outbox.send({ ...letter, version: isLive ? version : 1 })
    },
    headerOf: (id) => outbox.postedAs(letterOf(id)),
    async shown(id, version) {
      await outbox.shown({ key: letterOf(id), version }, shownWithin)
    },
    incident: findIncident,
    async join(record, into) {
      const { id, title, affectedSince, openedAt, services, environment, tasks } = record
      const by = { ...record.caller, ...record.endedBy }
      const open = tasks.filter(({ done }) => done === undefined)
      const joining = { from: id, title, affectedSince, openedAt, services, tasks: open }
      const word = {
        kind: 'join',
        by,
        ...joining,
        ...(environment === undefined ? {} : { environment }),
      } as const
      return (await flows.hear<IncidentRecord, IncidentWord>(incidentFlow, into, word)).record
    },
    peopleFor: (severity, environment) => peopleFor(severity, environment, options),
    ringing: createRinging(config, options.aws),
    audit: recordIncidents(options),
    handOver: createHandOver({
      ...{ outbox, logger: options.logger },
      announcements: announcements.channel,
      upload: createUpload(options.web),
      canvas: createCanvases(options.web),
      channelId: createChannelNames(options.web, clock),
      review: (record) => reviewWith(record, clock.now(), sources(record.caller)),
    }),
    ...createBeginning({ ...options, sources, linkTo: outbox.linkTo }),
    ...createIncidentPages(options.pages, options.logger),
  }
  const incidents = createIncidents({
    ...{ flows, store, authority, announcements, clock },
    incidentIn: options.incidentIn,
    rules: rulesAt(timeScale, config.incidents.archiveAfter),
    views: { opened: incidentPointer, said: (record, { kind }) => saidMessage(record, kind) },
    async tellThere(record, message, version) {
      if (record.place?.kind !== 'own') return
      const key = `${letterOf(record.id)}:said:${version}`
      await outbox.send({ key, to: { channel: record.place.channel }, message, version: 1, final: true })
    },
    personNamed: (name) => directory.personNamed(name),
    alertOf: options.alertOf,
    sources,
    zone: createZone(config.timeZone),
  })
  return {
    incidents,
    rooms: createRoomWatch({
      ...{ flows, authority, incidentIn: options.incidentIn, nameOf: directory.nameOf },
      brief: async (record, reader) => {
        const now = clock.now()
        return briefMessage(record, { ...(await briefingOf(record, now, sources(reader))), now })
      },
    }),
    kind: { flow: incidentFlow, ports, message: (record: IncidentRecord) => incidentHeader(record) },
  }
}

/** Updates by severity, as the team has agreed (docs/incidents.md). */
function rulesAt(timeScale: number, archiveAfter: number | undefined): IncidentRules {
  return {
    ...(archiveAfter === undefined
      ? {}
      : {
          archiveAfter: archiveAfter * timeScale,
          archiveNotice: Math.min(24 * 60 * minute, archiveAfter / 2) * timeScale,
        }),
    updateEvery: { 1: 15 * minute * timeScale, 2: 30 * minute * timeScale },
    askForCommanderAfter: 5 * minute * timeScale,
    watchFor: 15 * minute * timeScale,
  }
}

/** How each message besides the header is shown, and under which name it is kept. */
function letterFor(
  told: Told,
  record: IncidentRecord,
): { readonly name: string; readonly message: Message; readonly isLive: boolean } {
  switch (told.kind) {
    case 'announcement':
      return { name: 'announcement', message: incidentAnnouncement(record), isLive: true }
    case 'pointer':
      return { name: 'pointer', message: incidentPointer(record), isLive: true }
    case 'header':
      return { name: 'moved', message: incidentHeader(record), isLive: true }
    case 'reminder':
      return { name: `reminder:${told.due}`, message: reminderMessage(record, told.due), isLive: false }
    case 'commander wanted':
      return { name: 'commander', message: commanderWanted(record), isLive: true }
    case 'beginning':
      return { name: 'beginning', message: beginningMessage(record, told.beginning), isLive: false }
    case 'joined':
      return { name: 'joined', message: joinedMessage(record), isLive: false }
    case 'archiving':
      return {
        name: `archiving:${told.due}`,
        message: archivingMessage(record, told.due),
        isLive: true,
      }
    case 'rang':
      return {
        name: `rang:${record.resolvedAt}:${told.alarm}`,
        message: rangMessage(record, told.alarm),
        isLive: false,
      }
  }
}

function recordIncidents({ audit, logger }: { readonly audit: Audit; readonly logger: Logger }) {
  return async ({ actor, once, incident, ...event }: IncidentEvent): Promise<void> => {
    const entry = { ...event, operation: incident, actor: actor.id, origin: actor.origin }
    try {
      await audit.append(entry, `${incident}:${event.kind}:${once}`)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      logger.error({ err: error, incident }, 'An incident was not recorded: the audit is broken')
    }
  }
}
