import type { Refusal } from '../access/permission.js'
import type { Logger } from 'pino'
import type { Access } from '../access/role.js'
import type { Alerts } from '../alerts/alerts.js'
import type { Mutes } from '../alarms/mutes.js'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { AuditReader } from '../core/audit-record.js'
import type { Caller, Role } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Reply } from '../core/message.js'
import type { Accepts, Choices } from '../core/form.js'
import type { OperationRecord } from '../core/operation.js'
import type { Incidents } from '../incidents/incidents.js'
import type { Readings } from '../logs/readings.js'
import type { Costs } from '../costs/costs.js'
import type { Locks } from '../locks/locks.js'
import type { History } from '../changes/history.js'
import type { Operations } from '../operations/operations.js'
import type { Checked } from '../core/check.js'
import type { Review } from '../core/security-review.js'
import type { Preflights } from '../preflight/preflights.js'
import type { Pages } from '../oncall/pages.js'
import type { Pauses } from '../pauses/pauses.js'
import type { Rota } from '../oncall/rota.js'
import type { Library } from '../runbooks/library.js'
import type { Runs } from '../runbooks/runs.js'
import type { TerraformCode } from '../terraform/terraform-code.js'
import type { Schedules } from '../schedules/schedules.js'
import type { Waits } from '../waits/waits.js'
import type { SendFile } from '../slack/upload.js'

/** What the weekly review looks at, read-only. */
export interface Reviews {
  security(environment: Environment): Promise<Review>
  /** How old the newest backup of the database is. */
  backup(environment: Environment): Promise<Checked>
}

/** What a command may use: given by the composition root, the same for all commands. */
export interface Tools {
  readonly config: Config
  readonly aws: AwsFor
  readonly operations: Operations
  /** Long reading work: followed logs, log queries. */
  readonly readings: Readings
  /** Procedures that people are guided through, and the walks through them. */
  readonly runbooks: Library
  readonly runs: Runs
  /** From an alarm or a word to a channel, people and a review. */
  readonly incidents: Incidents
  readonly locks: Locks
  /** People who are told when nothing is in their way any more. */
  readonly waits: Waits
  /** Alarms that people are not to be told of for now. */
  readonly mutes: Mutes
  /** Who is on call, who stands in. */
  readonly rota: Rota
  /** What AWS told by itself, and who looks after it. */
  readonly alerts: Alerts
  /** Deployments that wait for somebody, whoever began them. */
  readonly pauses: Pauses
  /** Messages that come by themselves. */
  readonly schedules: Schedules
  /** Calls people until somebody answers. */
  readonly pages: Pages
  readonly history: History
  /** The bill, and what asking for it costs. */
  readonly costs: Costs
  /** Whether an environment is ready for a deployment. */
  readonly preflights: Preflights
  /** The Terraform code, looked at and never applied. */
  readonly terraform: TerraformCode
  readonly reviews: Reviews
  readonly audit: AuditReader
  /** Hands a long text to one person in Slack. */
  readonly sendFile: SendFile
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * How an argument is found in what was typed. All but `flag` may be said as `name=value`, `--name value` or `--name=value`; without
 * a name a word goes to the first of environment, keyword, count, service, word that can be it. `flag`: `--name` alone.
 */
export type ArgumentKind = 'environment' | 'keyword' | 'count' | 'service' | 'word' | 'flag'

/** One argument of a command. Made by the functions of dispatch/arguments/. */
export interface Argument<Value> {
  readonly kind: ArgumentKind
  /** What stands after `--name` in usage lines: `text` in `--reason <text>`. */
  readonly placeholder: string
  /** One short clause for help: what it is and what is allowed. */
  readonly summary: string
  readonly required: boolean
  /** Only as `--name value` or `name=value`, never by position. */
  readonly named: boolean
  /** Of `word`: without a name it takes only what this says yes to. Absent: any word. */
  readonly fits?: (word: string) => boolean
  /** All words it takes, where they are few: for those who suggest what can be typed. */
  readonly choices?: readonly string[]
  /** `op`: it takes ids that begin so. */
  readonly idPrefix?: string
  /** For a form, where the environment is known: what its policy allows. */
  readonly hintIn?: (environment: Environment) => string
  /** For a form: checked while it is open. */
  readonly accepts?: Accepts
  /** For a form: what the field is called, where the argument's name does not say it. */
  readonly label?: string
  /** For a form: it is needed, unless one of these was said. */
  readonly neededUnless?: readonly string[]
  /** For a form: what may be chosen now. */
  readonly lookUp?: LookUp
  /** For a form: several may be chosen; they are said with commas between. */
  readonly several?: true
  /** For a form: what is chosen are words of the line, which say these other arguments too. */
  readonly tells?: readonly string[]
  /** Of a service: it is looked for among what ohmy keeps, and may be gone from ECS by now. Nobody asks there. */
  readonly mayBeGone?: true
  /** The pure half: answers with the value or with a code and words. Never throws. `undefined` text: not given. */
  readonly read: (text: string | undefined, vocabulary: Vocabulary) => Reading<Value>
}

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly code: string
      readonly what: string
      readonly next: string
      /** A word that was probably meant: what was typed is shown again with it. */
      readonly instead?: string
    }

/** The words that have a meaning: what an argument may look things up in. */
export interface Vocabulary {
  readonly environments: readonly Environment[]
  /** The environment that was named or, for reading verbs only, the default one. */
  readonly environment: Environment | undefined
  /** The verb changes something: then nothing is assumed that was not said. */
  readonly changes: boolean
}

/** Looks up what may be chosen now. What AWS or the store do not tell may be thrown: the form then has a field to type into. */
export type LookUp = (context: ChoiceContext) => Promise<Choices>

/** What a look-up is given: what was said so far, by a person who sees nothing in a menu that they may not read. */
export interface ChoiceContext extends Tools {
  readonly caller: Caller
  readonly guide: Guide
  /** Texts by argument: what was typed, or stands in the form. */
  readonly said: Readonly<Record<string, string>>
  /** The environment that was said; undefined: none, or one that this person may not look at. */
  readonly environment: Environment | undefined
  /** That one, or all in which this person may use the verb and look at what is there. */
  readonly environments: readonly Environment[]
  /** All that this person may look at. */
  readonly seen: readonly Environment[]
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>

export type ArgumentsOf<Spec extends Arguments> = {
  readonly [Name in keyof Spec]: Spec[Name] extends Argument<infer Value> ? Value : never
}

/** What a command's `run` is given. */
export type CommandContext<Spec extends Arguments = Arguments> = Tools & {
  readonly args: ArgumentsOf<Spec>
  readonly caller: Caller
  /** What this caller may do: for help. */
  readonly guide: Guide
}

/** What one person may do with one verb, here. */
export interface Offer {
  readonly command: Command
  /** The environments in which this caller may do it, in the order of the configuration; empty for verbs without one. */
  readonly environments: readonly string[]
  /** Why not in the others. */
  readonly refusals: readonly { readonly environment: string | undefined; readonly refusal: Refusal }[]
  readonly allowed: boolean
}

/** What a caller may do: for help. */
export interface Guide {
  readonly commands: readonly Command[]
  /** What stands before a command where the caller types: `/ohmy`, `@ohmy`. */
  readonly prompt: string
  /** What of one command. Never rejects. */
  offer(command: Command, caller: Caller): Promise<Offer>
  /** One for each command. Never rejects. */
  offers(caller: Caller): Promise<readonly Offer[]>
  /** Whether an operation waits for the word of this person. Never rejects. */
  mayDecide(record: OperationRecord, environment: string, caller: Caller): Promise<boolean>
}

/**
 * What an agent may do with a verb; absent: nothing, it is for people. `look`: a tool of its own. `ask`: a change that it may ask for and a person approves.
 * `without`: arguments that are for people all the same.
 */
export interface ForAgents {
  readonly may: 'look' | 'ask'
  readonly without?: readonly string[]
}

/** Under which heading help lists a verb; the headings stand in slack/views/help/help.ts. */
export type Topic = 'look' | 'change' | 'answer' | 'trouble'

export interface Command<Spec extends Arguments = Arguments> {
  readonly name: string
  /** One line for help, imperative: `Set how many tasks a service runs`. */
  readonly summary: string
  readonly topic: Topic
  /** Without `/ohmy`, ready to paste. */
  readonly examples: readonly string[]
  readonly args: Spec
  /** The role it takes, where the environment's policy does not say otherwise. */
  readonly access: Access
  /** Changes something: needs a named environment and a channel in which changes are allowed. */
  readonly changes: boolean
  /** Said with one of these keywords a verb that otherwise reads changes something: then the same holds, and it takes this role. */
  readonly changesWith?: { readonly keywords: readonly string[]; readonly access: Role }
  /** Of two verbs of one name: whether what follows the name is this one's. The one without it takes all else. */
  readonly isMeantBy?: (words: readonly string[]) => boolean
  readonly forAgents?: ForAgents
  readonly run: (context: CommandContext<Spec>) => Promise<Reply>
}

/** What is written in one file a verb. `changes` is false unless said, `topic` then `look`, otherwise `change`. */
export interface CommandDeclaration<Spec extends Arguments> {
  readonly name: string
  readonly summary: string
  readonly topic?: Topic
  readonly examples: readonly string[]
  readonly args: Spec
  readonly access: Access
  readonly changes?: boolean
  readonly changesWith?: { readonly keywords: readonly string[]; readonly access: Role }
  readonly isMeantBy?: (words: readonly string[]) => boolean
  readonly forAgents?: ForAgents
  readonly run: (context: CommandContext<Spec>) => Promise<Reply>
}

/** Declares a verb. The list of all commands knows no argument types any more: `parse` guarantees them to `run`. */
export function command<const Spec extends Arguments>(declaration: CommandDeclaration<Spec>): Command {
  const { changes = false, topic = changes ? 'change' : 'look' } = declaration
  return { ...declaration, changes, topic } as unknown as Command
}

export type { Environment, ServiceRef }
