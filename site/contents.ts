/** A page of the site, and what it is about in a few words. */
export interface Entry {
  readonly path: string
  readonly about: string
}

/** What a reader is after. */
export interface Chapter {
  readonly title: string
  readonly pages: readonly Entry[]
}

const page = (name: string, about: string): Entry => ({ path: `docs/${name}.md`, about })

/** Every page, in the order in which somebody who begins needs them. Decisions stand on docs/architecture.md. */
export const contents: readonly Chapter[] = [
  {
    title: 'Begin',
    pages: [
      page('getting-started', 'a real workspace and account in ten minutes; Docker, ECS, HTTP'),
      page('sandbox', 'what the sandbox’s page can'),
      page('game-day', 'something goes wrong in the sandbox, and how long it took'),
      page('verbs', 'everything one can say, with usage, examples and a picture of the answer'),
      page('configuration', 'every variable and every key'),
      page(
        'compared',
        'seven scenes side by side with ecspresso, ecs-deploy and the AWS CLI, and what those do better',
      ),
      page('seed', 'the scripts and procedures of before, row by row, and the words that do it now'),
    ],
  },
  {
    title: 'Look',
    pages: [
      page('legend', 'what the signs of a message say, and on whose clock its times are'),
      page(
        'services',
        'the tasks of a service, what it ran when, what is different between environments and versions, kinds of services',
      ),
      page('logs', 'what a service wrote: what can be asked, what is shown, how much is looked at'),
      page('alarms-and-metrics', 'what rings and why, mutes, figures against their targets'),
      page('dashboards', 'CloudWatch dashboards as pictures, what is wrong with them, a template'),
      page('costs', 'what an environment costs, how far to believe it, and what asking costs'),
      page('security-review', 'what a review of security and of backups looks at'),
      page(
        'schedules',
        'messages that come by themselves: the morning check, the weekly reviews, the hand-over',
      ),
      page('terminal', 'the `ohmy` command'),
    ],
  },
  {
    title: 'Change',
    pages: [
      page('deployments', 'strategies, what counts as proven, which container, ways back'),
      page('preflight', 'what is looked at before a deployment'),
      page(
        'terraform',
        'whether the Terraform code is valid, what was not looked at, and what an apply would do',
      ),
      page('locks', 'locks, freezes, maintenance windows'),
      page('ci', 'deployments from CI'),
      page('agents', 'agents that may look and ask, over MCP'),
      page('audit', 'the record, and how it is proven whole'),
    ],
  },
  {
    title: 'When something is wrong',
    pages: [
      page('alerts', 'alarms that tell themselves, storms, the queue, step by step'),
      page('runbooks', 'procedures as files, their language, your own Markdown'),
      page(
        'checks',
        'the read-only questions that runbooks ask by themselves, and when each passes, warns and fails',
      ),
      page('incidents', 'a channel, people, updates that come, and what is said how often'),
      page('on-call', 'who is on call when, pages, who is called when nobody answers'),
    ],
  },
  {
    title: 'Run it',
    pages: [
      page('operating', 'who watches ohmy: its figures, its log, its store'),
      page('security', 'threats, the answer to each, and the test that holds it'),
      page('permissions', 'what ohmy may do in AWS, in three parts, and what each is for'),
      page('aws-calls', 'what each verb asks of AWS, what that costs, how old an answer may be'),
      page('secrets', 'what is masked, where, and what nobody can find'),
    ],
  },
  {
    title: 'Inside',
    pages: [
      page('architecture', 'the house in one picture, how a request goes through it, every decision'),
      { path: 'CONTRIBUTING.md', about: 'how to add a command, a view, an operation or a flow, how to test' },
      page(
        'simulated',
        'what of AWS the sandbox simulates, by which document, who witnesses for it, and what no test here can know',
      ),
      page('bench', 'how fast, against the bare libraries'),
      page('proofs', 'what was proven, with figures: faults, load, fuzz, several processes, dependencies'),
      page('dependencies', 'what is used and why'),
      { path: 'findings/README.md', about: 'what libraries do that nobody would guess, each as a script' },
      { path: 'CHANGELOG.md', about: 'what changed, and what to do when updating' },
    ],
  },
]
