import type { Caller, Place, Role } from '../core/caller.js'
import type { Change } from '../core/operation.js'
import type { DeploymentState, HookAction, PauseHook, PauseRecord } from '../core/pause.js'
import type { ServiceRef } from '../core/environment.js'

/** A hook as ECS tells of it. */
export interface SeenHook extends Pick<PauseHook, 'id' | 'kind' | 'function' | 'until' | 'timeoutAction'> {
  readonly status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
}

/** A deployment as ECS tells of it now, and who of ohmy's is at its service. */
export interface SeenDeployment
  extends Pick<
    PauseRecord,
    'reason' | 'superseded' | 'strategy' | 'stage' | 'traffic' | 'tasks' | 'createdAt'
  > {
  readonly state: DeploymentState
  readonly hooks: readonly SeenHook[]
  /** The operation of ohmy's that has the service now, and whether it takes something back. */
  readonly operation?: { readonly id: string; readonly goesBack: boolean }
}

export type Look =
  | { readonly kind: 'seen'; readonly seen: SeenDeployment }
  | { readonly kind: 'gone' }
  /** As a clause for people. */
  | { readonly kind: 'unread'; readonly why: string }

/** What came of telling ECS. `unsure`: it may have heard it. `not waiting`: somebody else was first. */
export type Told =
  | { readonly kind: 'told'; readonly requestId: string }
  | { readonly kind: 'unsure' | 'not waiting' | 'busy' }
  | { readonly kind: 'refused'; readonly why: string }

export type Permitted =
  | { readonly kind: 'yes' | 'later' }
  /** A sentence. */
  | { readonly kind: 'no'; readonly why: string }

/** A deployment that goes on now, whoever began it. */
export interface OpenDeployment {
  /** As its message names it, where it waits or has waited for somebody. */
  readonly id: string
  readonly service: ServiceRef
  readonly seen: SeenDeployment
  readonly begunBy?: PauseRecord['begunBy']
}

/** Who has to decide. */
export interface DecisionRule {
  readonly count: number
  readonly role: Role
}

export interface PauseAudit {
  readonly kind:
    | 'pause began'
    | 'approved'
    | 'rejected'
    | 'asked again'
    | 'change'
    | 'changed'
    | 'pause ended'
  readonly actor: Pick<Caller, 'id' | 'origin'>
  readonly summary: string
  readonly environment: string
  readonly operation: string
  readonly requestId?: string
  /** Names it among those of its deployment and kind: tried again after a crash, it is kept once. */
  readonly once: string
}

/** What has to have been told by now besides the message itself. `hooks` began to wait together; `open`: one of them still does. */
export interface PauseNotice {
  readonly kind: 'request' | 'reminder'
  readonly hooks: readonly PauseHook[]
  readonly open: boolean
}

/** What pauses may use of the rest of the house. */
export interface PausePorts {
  /** Asks ECS. Never rejects: what is no answer says so. */
  look(record: Pick<PauseRecord, 'deployment' | 'service'>): Promise<Look>
  /** Tells ECS, once, with the action by name. Never rejects. */
  tell(record: PauseRecord, hook: string, action: HookAction): Promise<Told>
  /** The operation that began it; undefined: nobody of ohmy's. `unread`: AWS does not tell now. */
  begunBy(record: PauseRecord): Promise<PauseRecord['begunBy'] | 'unread'>
  /** What it brings. Undefined: nobody can say now. */
  changesOf(record: PauseRecord): Promise<readonly Change[] | undefined>
  /** What helps to decide. Never rejects: what could not be asked says so. */
  checksOf(record: PauseRecord): Promise<NonNullable<PauseRecord['checks']>['asked']>
  /** By today's policy. */
  ruleIn(environment: string): DecisionRule
  /** Why a decision may not be carried out now. `later`: nobody can know at the moment. */
  permit(record: PauseRecord, action: HookAction, by: readonly Caller[]): Promise<Permitted>
  audit(event: PauseAudit): Promise<void>
  /** Whether everybody knows; false: try again soon. */
  notify(notice: PauseNotice, record: PauseRecord): Promise<boolean>
  /** Where deployments that wait are shown. */
  readonly place: Place
  /** Less than 1: waits are shorter, for the sandbox's faster time. */
  readonly timeScale: number
}
