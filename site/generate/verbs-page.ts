import { commands } from '../../commands/index.js'
import { capital, inCode, listed } from '../../src/core/wording.js'
import type { Command } from '../../src/dispatch/command.js'
import { usageOf, usageOfArgument } from '../../src/dispatch/usage.js'
import { withoutPicture } from '../verb-pictures.js'

const topics = [
  ['look', 'Look'],
  ['change', 'Change'],
  ['answer', 'Answer'],
  ['trouble', 'When something is wrong'],
] as const

/** The page of docs/ that tells more of a verb. */
const pages: Readonly<Record<string, string>> = {
  status: 'legend',
  tasks: 'services',
  revisions: 'services',
  diff: 'services',
  alarms: 'alarms-and-metrics',
  mute: 'alarms-and-metrics',
  unmute: 'alarms-and-metrics',
  metrics: 'alarms-and-metrics',
  alert: 'alerts',
  dashboard: 'dashboards',
  logs: 'logs',
  stop: 'logs',
  show: 'logs',
  cost: 'costs',
  prices: 'costs',
  review: 'security-review',
  preflight: 'preflight',
  tick: 'preflight',
  terraform: 'terraform',
  deploy: 'deployments',
  deployment: 'deployments',
  rollback: 'deployments',
  restart: 'deployments',
  continue: 'deployments',
  'go-back': 'deployments',
  lock: 'locks',
  unlock: 'locks',
  locks: 'locks',
  runbook: 'runbooks',
  drill: 'runbooks',
  oncall: 'on-call',
  page: 'on-call',
  incident: 'incidents',
  schedule: 'schedules',
  audit: 'audit',
}

/** docs/verbs.md: every verb as its own declaration says it. */
export function verbsPage(): string {
  const names = [...new Set(commands.map(({ name }) => name))]
  const topicOf = (name: string) => commands.find((command) => command.name === name)?.topic
  return [
    '# Every verb',
    '',
    'Written by `npm run docs:generate` from the commands themselves, with pictures by `npm run docs:pictures` from the sandbox: do not change it here.',
    '',
    'A verb is typed behind `/ohmy`, `@ohmy` (also in a thread), or in a [terminal](terminal.md) behind `ohmy`. Words may come in any order; what a line lacks is asked for in a form. `<…>` is',
    'needed, `[…]` may be left out; an argument may also be said by its name, as `--name value` or `name=value`. Who may is the rule without a policy: the',
    '[configuration](configuration.md#policy) may ask for another role, in each environment.',
    '',
    ...topics.flatMap(([topic, title]) => [
      `## ${title}`,
      '',
      ...names
        .filter((name) => topicOf(name) === topic)
        .flatMap((name) =>
          verb(
            name,
            commands.filter((command) => command.name === name),
          ),
        ),
    ]),
  ].join('\n')
}

function verb(name: string, forms: readonly Command[]): readonly string[] {
  const page = pages[name]
  return [
    `### ${name}`,
    '',
    ...forms.flatMap(form),
    ...(page === undefined ? [] : [`More: [${page}.md](${page}.md).`, '']),
    ...(withoutPicture[name] === undefined ? [`![The answer of ${name}](${pictureOf(name)})`, ''] : []),
  ]
}

/** From docs/. */
export function pictureOf(name: string): string {
  return `images/verbs/${name}.png`
}

function form(command: Command): readonly string[] {
  const rows = Object.entries(command.args).map(
    ([key, argument]) =>
      `| ${inCode(usageOfArgument(key, argument, command.changes)).replaceAll('|', '\\|')} | ${cell(argument.summary)} |`,
  )
  return [
    `${capital(command.summary)}.`,
    '',
    '```',
    usageOf(command, '').trim(),
    '```',
    '',
    ...(rows.length === 0 ? [] : ['| What | Which |', '|---|---|', ...rows, '']),
    ...command.examples.flatMap((example, index) => [
      `${index === 0 ? 'For example ' : ''}\`/ohmy ${example}\``,
      '',
    ]),
    whoMay(command),
    '',
  ]
}

/** Words of a table: no end of a cell, no tag. */
function cell(words: string): string {
  return words.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

function whoMay({ access, changes, changesWith, forAgents }: Command): string {
  const role = access === 'anyone' ? 'Anyone may.' : `Takes the role \`${access}\`.`
  const asks = changes ? ' It changes something: the environment has to be named, and its policy holds.' : ''
  const more =
    changesWith === undefined
      ? ''
      : ` With ${listed(changesWith.keywords.map(inCode), 'or')} it changes something, and takes the role \`${changesWith.access}\`.`
  const agents =
    forAgents === undefined
      ? ''
      : forAgents.may === 'look'
        ? ' [Agents](agents.md) may, too.'
        : ' [Agents](agents.md) may ask for it, and a person decides.'
  return `${role}${asks}${more}${agents}`
}
