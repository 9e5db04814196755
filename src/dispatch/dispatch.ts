import { randomInt } from 'node:crypto'
import { AwsError } from '../aws/aws-error.js'
import type { Caller } from '../core/caller.js'
import { quoted } from '../core/line.js'
import type { Choices } from '../core/form.js'
import type { Reply } from '../core/message.js'
import type { StoreFault } from '../core/store-fault.js'
import { type Choice, type Offer, UserError } from '../core/user-error.js'
import type { RefusalView } from '../slack/views/answers/refusal.js'
import { authorise } from '../access/authorise.js'
import type { Authority } from '../access/authority.js'
import type { Command, Tools } from './command.js'
import { wordsForAws, wordsForDefect, wordsForStore } from './failure.js'
import { type ChoiceQuestion, lookUpChoices } from './choices.js'
import { withChoicesInWords } from './choices-in-words.js'
import { withDiscoveredServices } from './discovered-services.js'
import { refusedToAgent } from './for-agents.js'
import { formOf, formOfQuestions } from './form.js'
import { formFor } from './form-for.js'
import { createGuide } from './guide.js'
import { withoutMarks } from './marks.js'
import type { Parsed } from './parse/language.js'
import type { Problem } from './parse/problem.js'
import { askedAnew, extended, retype } from './parse/line.js'
import { parse } from './parse/parse.js'
import { refusalReply } from './refusal-reply.js'
import { decodeSlackText } from './slack-text.js'
import { tokenize } from './tokenize.js'

/** Slack's own limit for a command is lower; a terminal knows none. */
const mostCharacters = 8_000

export interface DispatchOptions extends Tools {
  readonly authority: Authority
  readonly commands: readonly Command[]
  /** What an error says about the store, and tells the log; undefined: it is none of the store's. */
  readonly storeFault?: (error: unknown) => StoreFault | undefined
  /** Makes the id of a logged defect: `err-` and six characters. */
  readonly newErrorId?: () => string
}

/** The one way in for everything that is typed. */
export interface Dispatch {
  /**
   * Understands, authorises and runs one line. Never rejects: whatever is typed and whatever a command does, there is a reply.
   * @param understood told which verb it is, before it runs
   * @param text what was typed after `/ohmy` or the mention, as Slack sent it (still escaped) or as the terminal has it
   */
  run(text: string, caller: Caller, understood?: (verb: string) => void): Promise<Reply>
  /** Runs what a button or a modal asked for. Never rejects: failures become the same replies as for typed lines. */
  attempt(work: () => Promise<Reply>, caller: Caller): Promise<Reply>
  /** What may be chosen in a form's field now, by this person. Never rejects; after three seconds it is nothing, and why. */
  choices(question: ChoiceQuestion, caller: Caller): Promise<Choices>
}

export function createDispatch(options: DispatchOptions): Dispatch {
  return {
    run: (text, caller, understood) => runLine(text, caller, options, understood),
    choices: (question, caller) => choicesFor(question, caller, options),
    attempt: async (work, caller) => {
      try {
        return await work()
      } catch (error) {
        return replyToFailure(error, true, caller, options)
      }
    },
  }
}

async function runLine(
  text: string,
  caller: Caller,
  options: DispatchOptions,
  tell?: (verb: string) => void,
): Promise<Reply> {
  let changes = false
  let understood: Understood | undefined
  try {
    if (text.length > mostCharacters) return refusalReply(tooLong(text.length), 'usage')
    const typed = isFromComposer(caller) ? withoutMarks(decodeSlackText(text)) : text
    const { commands, config } = options
    const { environments, defaultEnvironment } = config
    const prompt = promptFor(caller)
    const parsed = parse(tokenize(typed), { commands, environments, defaultEnvironment, prompt })
    if (parsed.kind === 'problem') return await replyToProblem(parsed.problem, typed, caller, options)
    const { command, environment } = parsed
    changes = command.changes
    understood = parsed
    tell?.(command.name)
    const forPeople = refusedToAgent(command, parsed.typed.given.keys(), caller)
    if (forPeople !== undefined) return refusalReply(forPeople, 'refused')
    const { name: verb, access } = command
    const permission = await authorise({ verb, access, changes, environment, caller }, options.authority)
    if (permission.kind === 'refused') return refusalReply(permission, 'refused')
    const tools = toolsOf(options)
    return await command.run({
      ...tools,
      args: await withDiscoveredServices(parsed, tools),
      caller,
      guide: createGuide(commands, prompt, options.authority),
    })
  } catch (error) {
    if (error instanceof UserError && understood !== undefined && asksFor(error, understood))
      return askToChoose(error, error.choice, understood, caller, options)
    if (error instanceof UserError && error.questions !== undefined && understood !== undefined) {
      const { command, typed } = understood
      const form = formOfQuestions(command, error.questions, typed.given)
      const words = { code: error.code, what: error.what, next: error.next, failed: 'usage' } as const
      return replyToProblem({ ...words, form }, saidAgain(understood), caller, options)
    }
    return replyToFailure(error, changes, caller, options, understood)
  }
}

/** What people write in Slack arrives with marks and entities. Buttons, forms and the terminal say lines as they are. */
function isFromComposer({ origin }: Caller): boolean {
  return origin === 'command' || origin === 'mention'
}

type Understood = Extract<Parsed, { kind: 'command' }>

/** The same may be thrown for a verb that has no word for it. */
function asksFor(
  error: UserError,
  { command }: Understood,
): error is UserError & { readonly choice: Choice } {
  return error.choice !== undefined && error.choice.argument in command.args
}

/** What was typed leaves something open that only became clear while it was planned: it is asked for like a missing word. */
function askToChoose(
  error: UserError,
  choice: Choice,
  understood: Understood,
  caller: Caller,
  options: DispatchOptions,
): Promise<Reply> {
  const { code, what, next } = error
  const { command, typed } = understood
  const said = typed.given.get(choice.argument)
  const { anew } = choice
  if (anew !== undefined && said !== undefined) {
    const way =
      anew.nearest === undefined
        ? { offers: [askedAnew(typed.line, choice.argument, said.at)] }
        : { commands: [retype(typed.line, said.at, quoted(anew.nearest))] }
    return Promise.resolve(refusalReply({ code, what, next, ...way }, 'refused'))
  }
  const problem: Problem = {
    code,
    what,
    next,
    failed: 'usage',
    // What was said already is not said once more beside it.
    commands: (said === undefined ? (choice.values ?? []) : []).map((value) =>
      extended(typed.line, `--${choice.argument} ${quoted(value)}`),
    ),
    form: formOf(command, options.config.environments, typed.given, {
      ...(choice.values === undefined ? {} : { hint: what }),
      ...choice,
    }),
  }
  return replyToProblem(problem, saidAgain(understood), caller, options)
}

/** Where there is a way to ask the form does; elsewhere what may be chosen stands in words. */
async function replyToProblem(
  problem: Problem,
  typed: string,
  caller: Caller,
  options: DispatchOptions,
): Promise<Reply> {
  const { form, command, failed } = problem
  if (form === undefined) return refusalReply(problem, failed)
  const guide = createGuide(options.commands, promptFor(caller), options.authority)
  const seen = command === undefined ? form : await formFor(form, command, caller, guide)
  if ('refusal' in seen) return refusalReply(seen.refusal, 'refused')
  if (opensForms(caller)) return { ...refusalReply(problem, failed), form: seen }
  const said = typed.replace(/^\s*[/@]?ohmy\s+/i, '').trim()
  const { none, ...inWords } = await withChoicesInWords(problem, seen, (question) =>
    choicesFor(question, caller, options),
  )
  const offers =
    caller.origin === 'mention' && said !== '' && none !== true ? [{ text: 'Fill it in', line: said }] : []
  return { ...refusalReply({ ...inWords, offers }, failed), form: seen }
}

/** Slack gives a trigger with what is typed behind a slash, pressed or sent, and none with a mention; programs are in no Slack. */
function opensForms({ origin }: Caller): boolean {
  return !['mention', 'terminal', 'agent', 'hook'].includes(origin)
}

function choicesFor(question: ChoiceQuestion, caller: Caller, options: DispatchOptions): Promise<Choices> {
  const guide = createGuide(options.commands, promptFor(caller), options.authority)
  return lookUpChoices(question, caller, { tools: toolsOf(options), guide })
}

/** A command gets the tools and nothing else that dispatch happens to hold. */
function toolsOf(options: DispatchOptions): Tools {
  const { config, aws, operations, readings, runbooks, runs, locks, mutes, history, costs } = options
  const { alerts, pauses, schedules, incidents, audit, rota, pages, preflights, terraform, waits } = options
  const { sendFile, reviews, clock, logger } = options
  return {
    ...{ config, aws, operations, readings, runbooks, runs, locks, mutes, history, costs },
    ...{
      alerts,
      pauses,
      schedules,
      incidents,
      audit,
      rota,
      pages,
      preflights,
      waits,
      terraform,
      sendFile,
      reviews,
      clock,
      logger,
    },
  }
}

/** How the caller began the line, so that what is shown can be pasted where they are: Slack takes no slash commands in threads. */
function promptFor(caller: Caller): string {
  if (caller.origin === 'terminal') return 'ohmy'
  return caller.origin === 'mention' ? '@ohmy' : '/ohmy'
}

/** @param understood the line it came of, if there is one: what may work a little later is offered to be said again */
function replyToFailure(
  error: unknown,
  changes: boolean,
  caller: Caller,
  options: DispatchOptions,
  understood?: Understood,
): Reply {
  const again = understood === undefined ? [] : [{ text: 'Ask again', line: saidAgain(understood) }]
  if (error instanceof UserError) {
    const offers = [
      ...(error.offers ?? []),
      ...(error.passes === true ? again : []),
      ...(understood === undefined || error.waitFor === undefined
        ? []
        : [toldWhenFree(error.waitFor, understood)]),
    ]
    return refusalReply({ ...wordsOf(error), offers }, 'refused')
  }
  const fault = options.storeFault?.(error)
  if (fault !== undefined) {
    log(() => options.logger.debug({ err: error, origin: caller.origin }, 'The store failed a command'))
    return refusalReply(wordsForStore(fault, changes), 'refused')
  }
  const id = (options.newErrorId ?? newErrorId)()
  const about = { errorId: id, err: error, callerId: caller.id, origin: caller.origin }
  if (error instanceof AwsError) {
    log(() =>
      options.logger.warn({ ...about, action: error.action, kind: error.kind }, 'AWS failed a command'),
    )
    const passes = !changes && error.kind !== 'denied' && error.kind !== 'rejected'
    return refusalReply({ ...wordsForAws(error), offers: passes ? again : [] }, 'refused')
  }
  log(() => options.logger.error(about, 'A command failed unexpectedly'))
  return refusalReply(wordsForDefect(id), 'refused')
}

/** Who does not want to try again and again is told once, with the same line to say. */
function toldWhenFree(obstacle: string, understood: Understood): Offer {
  const line = `tell-me ${obstacle} --again ${quoted(saidAgain(understood))}`
  return { text: 'Tell me when it is free', line }
}

function wordsOf({ code, what, next }: UserError): RefusalView {
  return { code, what, next }
}

/** The line without the name of the bot, as a button says it. */
function saidAgain({ typed }: Understood): string {
  return typed.line.tokens.map((token) => token.typed).join(' ')
}

/** A logger that cannot write must not keep a person from an answer. */
function log(write: () => void): void {
  try {
    write()
  } catch {
    // Nothing is left to tell it to.
  }
}

function tooLong(length: number): RefusalView {
  return {
    code: 'line-too-long',
    what: `A line of ${length.toLocaleString('en')} characters is too long.`,
    next: `Keep it to ${mostCharacters.toLocaleString('en')}.`,
  }
}

function newErrorId(): string {
  // Without the letters and figures that are mistaken for one another when read out.
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return `err-${Array.from({ length: 6 }, () => letters.charAt(randomInt(letters.length))).join('')}`
}
