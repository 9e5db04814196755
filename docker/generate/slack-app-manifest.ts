import type { AppsManifestCreateArguments } from '@slack/web-api'
import { stringify } from 'yaml'
import { commands } from '../../commands/index.js'
import { slackPath } from '../../src/slack/receivers/http.js'
import { events, features, scopes } from '../../src/slack/scopes.js'

type Manifest = AppsManifestCreateArguments['manifest']

export type Transport = 'socket' | 'http'

/** Where Slack finds ohmy over HTTP; whoever pastes the manifest writes their own. */
const address = `https://ohmy.example.com${slackPath}`

/** The first whole example of each is the hint behind `/ohmy`. */
const hinted = ['status', 'scale', 'help'] as const

/** What Slack is told about the app: https://docs.slack.dev/reference/app-manifest */
export function slackAppManifest(transport: Transport): Manifest {
  const overHttp = transport === 'http'
  const named = (need: 'required' | 'optional') =>
    Object.entries(scopes).flatMap(([name, scope]) => (scope.need === need ? [name] : []))
  const [slashCommand = ''] = Object.keys(features)
  return {
    display_information: {
      name: 'ohmy',
      description: 'Shows how our ECS environments are, and changes them safely',
      background_color: '#1f2937',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'ohmy', always_online: true },
      slash_commands: [
        {
          command: slashCommand,
          description: 'Status and changes of our environments',
          usage_hint: hinted.map(exampleOf).join(' | '),
          should_escape: false,
          ...(overHttp ? { url: address } : {}),
        },
      ],
    },
    oauth_config: {
      // The library's types lack the newest scopes.
      scopes: { bot: named('required'), bot_optional: named('optional') } as NonNullable<
        Manifest['oauth_config']
      >['scopes'] & {},
    },
    settings: {
      event_subscriptions: {
        ...(overHttp ? { request_url: address } : {}),
        bot_events: Object.keys(events) as (keyof typeof events)[],
      },
      interactivity: { is_enabled: true, ...(overHttp ? { request_url: address } : {}) },
      socket_mode_enabled: !overHttp,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
    },
  }
}

function exampleOf(verb: string): string {
  const examples = commands.find(({ name }) => name === verb)?.examples ?? []
  return examples.find((example) => example.includes(' ')) ?? verb
}

const heads: Readonly<Record<Transport, readonly string[]>> = {
  socket: ['For HTTP instead of Socket Mode there is slack-app-manifest.http.yaml.'],
  http: [
    'Write your own address in the three places first: ohmy has to run, and be reachable there, when the app is saved.',
  ],
}

/** The manifest as a file for people: with what each scope is for, and what is missing without it. */
export function slackAppManifestFile(transport: Transport): string {
  const above: Readonly<Record<string, string>> = {
    messages_tab_enabled: 'Answers to buttons of the Home tab and files for one person arrive there.',
    should_escape: 'ohmy works with what was typed; names need not be turned into ids.',
    bot_optional: 'ohmy works without these, less what stands behind each.',
    socket_mode_enabled:
      transport === 'socket'
        ? 'Needs an app-level token with connections:write: Basic Information → App-Level Tokens.'
        : 'Slack signs what it sends: Basic Information → App Credentials → Signing Secret.',
  }
  const behind = Object.fromEntries([
    ...Object.entries(scopes).map(([name, scope]) => [
      name,
      scope.need === 'required' ? scope.for : `without: ${scope.without}`,
    ]),
    ...Object.entries(events).flatMap(([name, event]) => ('why' in event ? [[name, event.why]] : [])),
  ]) as Readonly<Record<string, string>>
  const head = [
    'Paste at https://api.slack.com/apps → Create New App → From a manifest.',
    ...heads[transport],
    'Written by `npm run manifest` from src/slack/scopes.ts: do not change it here.',
  ]
  const lines = stringify(slackAppManifest(transport), { lineWidth: 0 }).trimEnd().split('\n')
  return [
    ...head.map((line) => `# ${line}`),
    ...lines.flatMap((line) => explained(line, above, behind)),
    '',
  ].join('\n')
}

function explained(
  line: string,
  above: Readonly<Record<string, string>>,
  behind: Readonly<Record<string, string>>,
): readonly string[] {
  const [, indent = '', dash = '', name = ''] = /^( *)(- )?([\w.:]+?)(?::(?: .*)?)?$/.exec(line) ?? []
  if (dash !== '') return [behind[name] === undefined ? line : `${line} # ${behind[name]}`]
  return above[name] === undefined ? [line] : [`${indent}# ${above[name]}`, line]
}
