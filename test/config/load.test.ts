import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig, parseConfig } from '../../src/config/load.js'
import { ConfigError } from '../../src/config/problem.js'
import { failureOf, told } from './failure.js'

const least = `environments:
  live:
    region: eu-west-1
    cluster: shop-cluster
roles:
  everyone: viewer
`

/** The least configuration with lines added to its environment, and others after its end. */
function withLines(inEnvironment: string, after = ''): string {
  return `environments:
  live:
    region: eu-west-1
    cluster: shop-cluster
${inEnvironment === '' ? '' : `    ${inEnvironment}\n`}roles:
  everyone: viewer
${after}`
}

function problemsOf(text: string, verbs?: readonly string[]): string[] {
  return told(failureOf(() => parseConfig(text, 'ohmy.yaml', verbs === undefined ? {} : { verbs })))
}

describe('a short configuration', () => {
  it('has a sensible default for everything that is not written', () => {
    const config = parseConfig(least, 'ohmy.yaml')
    expect(config).toEqual({
      agents: [],
      queueBoard: { tokens: [] },
      metrics: [],
      environments: [
        {
          name: 'live',
          aliases: [],
          region: 'eu-west-1',
          cluster: 'shop-cluster',
          services: [],
          servicePrefix: 'shop-',
          logGroups: {},
          alarmPrefix: 'shop-',
          costs: { tagValue: 'live', estimates: {} },
          policy: {
            scale: { minimum: 1, maximum: 10, toZero: false },
            deploy: {
              rollBack: true,
              checklist: [
                'review done',
                'migrations tried in staging',
                'stakeholders told',
                'last good image noted',
              ],
            },
            access: {},
            approvals: {},
            approvalsExpireAfter: 1_800_000,
            changesIn: [],
          },
        },
      ],
      defaultEnvironment: 'live',
      channels: { operations: 'devops', alerts: 'alerts', incidents: 'incidents' },
      notify: { approvers: 'mention', requester: 'mention' },
      grants: [],
      everyone: 'viewer',
      thresholds: {
        cpuPercent: 70,
        memoryPercent: 80,
        databaseCpuPercent: 80,
        databaseConnections: 80,
        cacheHitRatePercent: 80,
        cacheCpuPercent: 70,
        cacheMemoryPercent: 80,
        loadBalancer5xx: 10,
        responseTimeSeconds: 0.5,
      },
      logs: {
        askBeforeScanningGigabytes: 5,
        runningPerPerson: 3,
        runningPerChannel: 5,
        liveTail: false,
        queries: expect.objectContaining({ errors: expect.anything() }) as unknown,
      },
      costs: { tag: 'Environment', readIn: 'live', askAgainAfter: 8 * 3_600_000, requestsPerDay: 9 },
      prices: {
        fargateVcpuHour: 0.04048,
        fargateGigabyteHour: 0.004445,
        natGatewayHour: 0.045,
        natGatewayGigabyte: 0.045,
        albHour: 0.0225,
        lcuHour: 0.008,
        publicIpv4Hour: 0.005,
        logsInsightsPerGigabyte: 0.005,
        costExplorerRequest: 0.01,
        metricsReadThousand: 0.01,
        liveTailMinute: 0.01,
        region: 'us-east-1',
        databaseGigabyteMonth: 0.115,
        transferGigabyte: 0.09,
        logsGigabyte: 0.5,
        logsGigabyteMonth: 0.03,
        flowLogsGigabyte: 0.5,
        hourly: {},
        savings: { savingsPlan: [0.3, 0.4], reserved: [0.2, 0.3], spot: [0.6, 0.8] },
        regions: {},
      },
      incidents: { timelineReaction: 'pushpin' },
      freezes: [],
      schedules: [],
      timeZone: 'UTC',
      terminalUsers: {},
    })
  })

  it('defaults to the environment named staging, wherever it stands', () => {
    const text = least.replace('roles:', '  staging: { region: eu-west-1, cluster: test }\nroles:')
    expect(parseConfig(text, 'ohmy.yaml').defaultEnvironment).toBe('staging')
    expect(parseConfig(text, 'ohmy.yaml').environments[1]?.servicePrefix).toBe('test-')
  })

  it('takes services as short names or as a map to ECS names', () => {
    const services = (text: string) =>
      parseConfig(withLines(text), 'ohmy.yaml').environments[0]?.services.map(({ name, service }) => [
        name,
        service,
      ])
    expect(services('services: [web, api]')).toEqual([
      ['web', 'shop-web'],
      ['api', 'shop-api'],
    ])
    expect(services('services: { web: Shop_Web-2, api: other }')).toEqual([
      ['web', 'Shop_Web-2'],
      ['api', 'other'],
    ])
  })

  it('takes schedules with their own zone, channel and environments, or those of the rest', () => {
    const text = withLines(
      '',
      'timeZone: Australia/Sydney\nschedules:\n  morning: { what: morning-check, at: mon-fri 8:30 }\n  locks: { what: stale-locks, at: Mon 09:00, zone: UTC, channel: ops, environments: [live], olderThan: 7d }\n',
    )
    expect(parseConfig(text, 'ohmy.yaml').schedules).toEqual([
      {
        name: 'morning',
        what: 'morning-check',
        at: { days: [0, 1, 2, 3, 4], minute: 510 },
        zone: 'Australia/Sydney',
        channel: 'devops',
        environments: ['live'],
        olderThan: 3 * 86_400_000,
      },
      {
        name: 'locks',
        what: 'stale-locks',
        at: { days: [0], minute: 540 },
        zone: 'UTC',
        channel: 'ops',
        environments: ['live'],
        olderThan: 7 * 86_400_000,
      },
    ])
  })

  it('takes approvals as a number or with a role, and windows and freezes as people write them', () => {
    const text = withLines(
      'policy: { approvals: { deploy: 2, scale: { count: 1, role: admin } }, approvalsExpireAfter: 2h, breakGlass: admin, maintenanceWindow: "Sun 02:00-04:00", onlyInMaintenanceWindow: [deploy] }',
      'freezes:\n  - { from: 2026-12-24 16:00, until: 2027-01-04T08:00, reason: holidays }\n  - { weekly: Fri 16:00 – Mon 08:00, reason: weekend, environments: [live], allow: [] }\n',
    )
    const config = parseConfig(text, 'ohmy.yaml')
    expect(config.environments[0]?.policy).toMatchObject({
      approvals: { deploy: { count: 2, role: 'approver' }, scale: { count: 1, role: 'admin' } },
      approvalsExpireAfter: 7_200_000,
      breakGlass: 'admin',
      maintenanceWindow: { from: 6 * 1_440 + 120, until: 6 * 1_440 + 240 },
      onlyInMaintenanceWindow: ['deploy'],
    })
    expect(config.freezes).toEqual([
      {
        window: { kind: 'once', from: Date.UTC(2026, 11, 24, 16), until: Date.UTC(2027, 0, 4, 8) },
        reason: 'holidays',
        environments: [],
        allow: ['rollback'],
      },
      {
        window: { kind: 'weekly', from: 4 * 1_440 + 960, until: 7 * 1_440 + 480 },
        reason: 'weekend',
        environments: ['live'],
        allow: [],
      },
    ])
  })

  it('keeps a role that holds in some environments apart from one that holds everywhere', () => {
    const text = withLines(
      '',
      '  operator: [{ users: [U01234567] }, { groups: [S01234567], environments: [live] }]\n',
    )
    expect(parseConfig(text, 'ohmy.yaml').grants).toEqual([
      { role: 'operator', users: ['U01234567'], groups: [], environments: [] },
      { role: 'operator', users: [], groups: ['S01234567'], environments: ['live'] },
    ])
  })

  it('finds nothing under names that every object has', () => {
    const config = parseConfig(least, 'ohmy.yaml')
    expect(config.terminalUsers['constructor']).toBeUndefined()
    expect(config.environments[0]?.policy.access['toString']).toBeUndefined()
  })
})

describe('a mistake is told with its place, what is allowed and what was meant', () => {
  it.each([
    [
      'an unknown key',
      withLines('loadbalancer: x'),
      '5:5 environments.live.loadbalancer: Unknown key “loadbalancer”. Did you mean `loadBalancer`? Allowed here: region, cluster,',
    ],
    [
      'an unknown key in a role',
      withLines('', '  viewer: { user: [U01234567], groups: [S01234567] }\n'),
      '7:13 roles.viewer.user: Unknown key “user”. Did you mean `users`? Allowed here: users, groups, environments.',
    ],
    [
      'an unknown key in a list of grants',
      withLines('', '  viewer: [{ groups: [S01234567], wher: [live] }]\n'),
      '7:35 roles.viewer.0.wher: Unknown key “wher”.',
    ],
    [
      'a missing key',
      'environments:\n  live:\n    cluster: x\nroles: { everyone: viewer }\n',
      '2:3 environments.live.region: The key `region` is missing: AWS region of the cluster. Allowed: an AWS region',
    ],
    [
      'a role that does not exist',
      least.replace('viewer', 'oprator'),
      '6:13 roles.everyone: “oprator” is not allowed. Did you mean `operator`? Allowed: viewer, operator, approver, admin.',
    ],
    [
      'a number for a text',
      withLines('assumeRole: { arn: arn:aws:iam::123456789012:role/ohmy, externalId: 0123456 }'),
      '5:73 environments.live.assumeRole.externalId: Found 123456. Allowed: 2 to 1224 letters, digits and + = , . @ : / - _. Put it into quotes.',
    ],
    [
      'a text for a number',
      withLines('policy: { scale: { maximum: "10" } }'),
      '5:33 environments.live.policy.scale.maximum: Found “10”. Allowed: a number.',
    ],
    [
      'a fraction of a task',
      withLines('policy: { scale: { maximum: 2.5 } }'),
      '5:33 environments.live.policy.scale.maximum: Found 2.5. Allowed: a whole number.',
    ],
    [
      'too many tasks',
      withLines('policy: { scale: { maximum: 5001 } }'),
      '5:33 environments.live.policy.scale.maximum: 5001 is not allowed. Allowed: at most 5000.',
    ],
    [
      'an environment that proves images and is not there',
      withLines('policy: { deploy: { provenIn: stagin } }'),
      '5:35 environments.live.policy.deploy.provenIn: There is no environment “stagin”. Allowed: live.',
    ],
    [
      'an environment that proves its own images',
      withLines('policy: { deploy: { provenIn: live } }'),
      '5:35 environments.live.policy.deploy.provenIn: An environment cannot prove its own images. Name the one that comes before it.',
    ],
    [
      'ticks that nothing asks for',
      withLines('policy: { deploy: { ticked: [review done] } }'),
      '5:33 environments.live.policy.deploy.ticked: What has to be ticked is asked for with `preflight: required`, beside it.',
    ],
    [
      'ticks of what is in no checklist',
      withLines('policy: { deploy: { preflight: required, ticked: [reviewed] } }'),
      '5:55 environments.live.policy.deploy.ticked.0: There is no item of the checklist “reviewed”. Allowed: review done, migrations tried in staging, stakeholders told, last good image noted.',
    ],
    [
      'a plan of Terraform without a root module',
      withLines('terraform: { plan: true }'),
      '5:24 environments.live.terraform.plan: A plan needs the root module of the environment: `folder`, beside it.',
    ],
    [
      'a plan of Terraform that is given a secret of ohmy’s own',
      withLines('terraform: { passes: [SLACK_BOT_TOKEN] }'),
      '5:27 environments.live.terraform.passes.0: “SLACK_BOT_TOKEN” is not allowed. Allowed: names of variables that begin with AWS_ or TF_VAR_.',
    ],
    [
      'yes for true',
      withLines('policy: { scale: { toZero: yes } }'),
      '5:32 environments.live.policy.scale.toZero: Found “yes”. Allowed: true or false.',
    ],
    [
      'a text for a list',
      withLines('aliases: prod'),
      '5:14 environments.live.aliases: Found “prod”. Allowed: a list.',
    ],
    [
      'a text for a list or a map',
      withLines('services: web'),
      '5:15 environments.live.services: Found “web”. Allowed: a list or a map of keys.',
    ],
    [
      'no service at all',
      withLines('services: []'),
      '5:15 environments.live.services: The list has 0 entries. Allowed: at least 1.',
    ],
    [
      'a wrong ECS name in a map',
      withLines('services: { web: "a b" }'),
      '5:22 environments.live.services.web: “a b” is not allowed. Allowed: letters, digits',
    ],
    [
      'a channel after #',
      withLines('', 'channels:\n  alerts: #alerts\n'),
      '8:3 channels.alerts: Nothing is written here. Allowed: a channel name in lower case without # (`devops`) or a channel id (`C0123456789`). An unquoted # begins a comment in YAML.',
    ],
    [
      'a channel with #',
      withLines('policy: { changesIn: ["#devops"] }'),
      '5:27 environments.live.policy.changesIn.0: “#devops” is not allowed. Allowed: a channel name',
    ],
    [
      'a name where a user id belongs',
      withLines('', '  viewer: { users: ["@rita"] }\n'),
      '7:21 roles.viewer.users.0: “@rita” is not allowed. Allowed: a Slack user id',
    ],
    [
      'a user id among the groups',
      withLines('', '  viewer: { groups: [U01234567] }\n'),
      '7:22 roles.viewer.groups.0: “U01234567” is not allowed. Allowed: the id of a Slack user group',
    ],
    [
      'a user ARN for a role ARN',
      withLines('assumeRole: { arn: "arn:aws:iam::123456789012:user/rita" }'),
      '5:24 environments.live.assumeRole.arn: “arn:aws:iam::123456789012:user/rita” is not allowed. Allowed: the ARN of an IAM role',
    ],
    [
      'a wrong region',
      withLines('').replace('eu-west-1', 'Europe'),
      '3:13 environments.live.region: “Europe” is not allowed. Allowed: an AWS region: `ap-southeast-2`.',
    ],
    [
      'a city for a time zone',
      withLines('', 'timeZone: sydney\n'),
      '7:11 timeZone: “sydney” is not allowed. Did you mean `Australia/Sydney`? Allowed: a time zone by its IANA name',
    ],
    [
      'a slip in a time zone',
      withLines('', 'timeZone: Austrlia/Sydney\n'),
      '7:11 timeZone: “Austrlia/Sydney” is not allowed. Did you mean `Australia/Sydney`?',
    ],
    [
      'an offset for a time zone',
      withLines('', 'timeZone: "+10:00"\n'),
      '7:11 timeZone: “+10:00” is not allowed.',
    ],
    [
      'an environment in capitals',
      least.replace('live', 'Live'),
      '2:3 environments.Live: “Live” is not a valid name. Allowed: lower-case letters',
    ],
    [
      'no environment',
      'environments: {}\nroles: { everyone: viewer }\n',
      '1:15 environments: There is no environment. Allowed: at least one.',
    ],
    [
      'an unknown default',
      withLines('', 'defaultEnvironment: liv\n'),
      '7:21 defaultEnvironment: There is no environment “liv”. Did you mean `live`? Allowed: live.',
    ],
    [
      'an unknown environment in a role',
      withLines('', '  viewer: { users: [U01234567], environments: [life] }\n'),
      '7:48 roles.viewer.environments.0: There is no environment “life”. Did you mean `live`?',
    ],
    [
      'a role that names nobody',
      withLines('', '  admin: { users: [] }\n'),
      '7:10 roles.admin: Names nobody. Add users or groups, or remove it.',
    ],
    [
      'no role at all',
      least.replace('roles:\n  everyone: viewer', 'roles: {}'),
      '5:8 roles: Nobody has a role',
    ],
    [
      'an alias that is the name itself',
      withLines('aliases: [live]'),
      '5:15 environments.live.aliases.0: “live” is already a word for this environment.',
    ],
    [
      'an alias of two environments',
      `${withLines('aliases: [x]').replace('roles:', '  test: { region: eu-west-1, cluster: test, aliases: [x] }\nroles:')}`,
      '6:55 environments.test.aliases.0: “x” is already a word for `live`.',
    ],
    [
      'a service twice',
      withLines('services: [web, Web]'),
      '5:21 environments.live.services.1: The service “Web” stands here twice.',
    ],
    [
      'a service named like an environment',
      withLines('services: [live]'),
      '5:16 environments.live.services.0: “live” is also an environment',
    ],
    [
      'a log group for an unknown service',
      withLines('services: [web]\n    logGroups: { wep: /ecs/web }'),
      '6:18 environments.live.logGroups.wep: There is no service “wep”. Did you mean `web`? Allowed: web.',
    ],
    [
      'a minimum above the maximum',
      withLines('policy: { scale: { minimum: 11 } }'),
      '5:33 environments.live.policy.scale.minimum: The minimum (11) is larger than the maximum (10).',
    ],
    [
      'a maximum below the default minimum',
      withLines('policy: { scale: { maximum: 0 } }'),
      '5:33 environments.live.policy.scale.maximum: The minimum (1) is larger than the maximum (0).',
    ],
    [
      'a minimum of zero without leave',
      withLines('policy: { scale: { minimum: 0 } }'),
      '5:33 environments.live.policy.scale.minimum: A minimum of 0 contradicts `toZero: false`.',
    ],
    [
      'two environments that run the same services',
      least.replace('roles:', '  test: { region: eu-west-1, cluster: shop-cluster }\nroles:'),
      '5:39 environments.test.cluster: The environments `live` and `test` run the same services',
    ],
    [
      'two environments that run the same services, each by a role of one account',
      withLines('assumeRole: { arn: "arn:aws:iam::123456789012:role/live" }').replace(
        'roles:',
        '  test: { region: eu-west-1, cluster: shop-cluster, assumeRole: { arn: "arn:aws:iam::123456789012:role/test" } }\nroles:',
      ),
      'environments.test.cluster: The environments `live` and `test` run the same services',
    ],
    [
      'two environments that run the same services, of which one names its account',
      withLines('account: "123456789012"').replace(
        'roles:',
        '  test: { region: eu-west-1, cluster: shop-cluster }\nroles:',
      ),
      'environments.test.cluster: The environments `live` and `test` run the same services',
    ],
    ['a key twice', withLines('region: eu-west-2'), '5:5 : This key stands twice in the same map. Keep one.'],
  ])('%s', (_mistake, text, expected) => {
    const problems = problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(expected)
  })

  it.each([
    [
      'a text for a number of approvals',
      withLines('policy: { approvals: { deploy: many } }'),
      '5:36 environments.live.policy.approvals.deploy: Found “many”. Allowed: a number or a map of keys.',
    ],
    [
      'too many approvals',
      withLines('policy: { approvals: { deploy: 11 } }'),
      '5:36 environments.live.policy.approvals.deploy: 11 is not allowed. Allowed: at most 10.',
    ],
    [
      'an unknown key of an approval',
      withLines('policy: { approvals: { deploy: { count: 1, rol: admin } } }'),
      '5:48 environments.live.policy.approvals.deploy.rol: Unknown key “rol”. Did you mean `role`? Allowed here: count, role.',
    ],
    [
      'an approval time without a unit',
      withLines('policy: { approvalsExpireAfter: "30" }'),
      '5:37 environments.live.policy.approvalsExpireAfter: “30” is not allowed. Allowed: a duration from `1m` to `7d`',
    ],
    [
      'a maintenance window that is none',
      withLines('policy: { maintenanceWindow: Sunday night }'),
      '5:34 environments.live.policy.maintenanceWindow: “Sunday night” is not allowed. Allowed: days and times of a week',
    ],
    [
      'verbs bound to a maintenance window that is not written',
      withLines('policy: { onlyInMaintenanceWindow: [deploy] }'),
      '5:15 environments.live.policy.onlyInMaintenanceWindow: “deploy” could never start: there is no maintenanceWindow.',
    ],
    [
      'a freeze without a time',
      withLines('', 'freezes: [{ reason: x }]\n'),
      '7:11 freezes.0: It says no time. Add `from` and `until`, or `weekly`.',
    ],
    [
      'a freeze without an end',
      withLines('', 'freezes: [{ from: 2026-12-24 16:00, reason: x }]\n'),
      '7:11 freezes.0: `until` is missing: a freeze that is not weekly has both ends.',
    ],
    [
      'a freeze of two kinds',
      withLines('', 'freezes: [{ from: 2026-12-24 16:00, weekly: Sun 02:00–04:00, reason: x }]\n'),
      '7:37 freezes.0.weekly: It has both `weekly` and `from` or `until`.',
    ],
    [
      'a freeze that ends before it begins',
      withLines('', 'freezes: [{ from: 2026-12-24 16:00, until: 2026-12-24 08:00, reason: x }]\n'),
      '7:44 freezes.0.until: It ends (2026-12-24 08:00) before it begins (2026-12-24 16:00).',
    ],
    [
      'a day that no calendar has',
      withLines('', 'freezes: [{ from: 2026-02-30 16:00, until: 2026-12-24 08:00, reason: x }]\n'),
      '7:19 freezes.0.from: “2026-02-30 16:00” is not allowed. Allowed: a day and a time: `2026-12-24 16:00`.',
    ],
    [
      'a freeze without a reason',
      withLines('', 'freezes: [{ weekly: Sun 02:00–04:00 }]\n'),
      '7:11 freezes.0.reason: The key `reason` is missing: Why, for everybody whom it stops.',
    ],
    [
      'a schedule that brings nothing that there is',
      withLines('', 'schedules: { m: { what: morning-chek, at: Mon 08:30 } }\n'),
      '7:25 schedules.m.what: “morning-chek” is not allowed. Did you mean `morning-check`?',
    ],
    [
      'a schedule without a time',
      withLines('', 'schedules: { m: { what: morning-check } }\n'),
      '7:14 schedules.m.at: The key `at` is missing: Days of the week and one time.',
    ],
    [
      'a schedule as cron has it',
      withLines('', 'schedules: { m: { what: morning-check, at: 30 8 * * 1-5 } }\n'),
      '7:44 schedules.m.at: “30 8 * * 1-5” is not allowed. Allowed: days of the week and one time: `Mon–Fri 08:30`, `Mon, Thu 09:00`, `daily 07:00`.',
    ],
    [
      'a schedule in a zone that knows no summer time',
      withLines('', 'schedules: { m: { what: morning-check, at: Mon 08:30, zone: "+10:00" } }\n'),
      '7:61 schedules.m.zone: “+10:00” is not allowed. Allowed: a time zone by its IANA name',
    ],
    [
      'a schedule of an unknown environment',
      withLines('', 'schedules: { m: { what: morning-check, at: Mon 08:30, environments: [life] } }\n'),
      '7:70 schedules.m.environments.0: There is no environment “life”. Did you mean `live`?',
    ],
    [
      'an age that nothing looks at',
      withLines('', 'schedules: { m: { what: morning-check, at: Mon 08:30, olderThan: 7d } }\n'),
      '7:55 schedules.m.olderThan: Only `stale-locks` looks at `olderThan`. Remove it here.',
    ],
    [
      'a hand-over where nobody is on call',
      withLines('', 'schedules: { m: { what: hand-over, at: Mon 08:30 } }\n'),
      '7:25 schedules.m.what: There is no rotation to hand over: nothing is written under `onCall`.',
    ],
    [
      'a freeze in an unknown environment',
      withLines('', 'freezes: [{ weekly: Sun 02:00–04:00, reason: x, environments: [life] }]\n'),
      '7:64 freezes.0.environments.0: There is no environment “life”. Did you mean `live`?',
    ],
  ])('%s', (_mistake, text, expected) => {
    const problems = problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(expected)
  })

  it('verbs that do not exist, wherever policy and freezes name them', () => {
    const text = withLines(
      'policy: { approvals: { deplyo: 1 }, maintenanceWindow: Sun 02:00–04:00, onlyInMaintenanceWindow: [scael] }',
      'freezes: [{ weekly: Sun 02:00–04:00, reason: x, allow: [rolback] }]\n',
    )
    expect(
      problemsOf(text, ['deploy', 'scale', 'rollback']).map((problem) => problem.split(' Allowed')[0]),
    ).toEqual([
      '5:28 environments.live.policy.approvals.deplyo: There is no verb “deplyo”. Did you mean `deploy`?',
      '5:103 environments.live.policy.onlyInMaintenanceWindow.0: There is no verb “scael”. Did you mean `scale`?',
      '8:57 freezes.0.allow.0: There is no verb “rolback”. Did you mean `rollback`?',
    ])
  })

  it('a misspelled key is not told to be missing as well', () => {
    expect(problemsOf(least.replace('region', 'regoin'))).toEqual([
      expect.stringContaining('3:5 environments.live.regoin: Unknown key “regoin”. Did you mean `region`?'),
    ])
  })

  it('a verb that does not exist, where the verbs are known', () => {
    const text = withLines('policy: { access: { scael: approver } }')
    expect(parseConfig(text, 'ohmy.yaml').environments[0]?.policy.access).toEqual({ scael: 'approver' })
    expect(problemsOf(text, ['status', 'scale'])).toEqual([
      '5:25 environments.live.policy.access.scael: There is no verb “scael”. Did you mean `scale`? Allowed: status, scale.',
    ])
  })

  it('all of them at once, by line, of values and of what they refer to', () => {
    const text = `defaultEnvironment: nowhere
environments:
  live:
    region: Europe
    cluster: shop-cluster
    aliases: [live]
roles:
  everyone: king
extra: 1
`
    expect(problemsOf(text).map((problem) => problem.split(' ')[0])).toEqual([
      '1:21',
      '4:13',
      '6:15',
      '8:13',
      '9:1',
    ])
  })

  it('readable in a terminal, ending with what to do', () => {
    const error = failureOf(() => parseConfig(withLines('clustr: x'), 'conf/ohmy.yaml'))
    expect(error.code).toBe('config-invalid')
    expect(error.message).toMatch(
      /^conf\/ohmy\.yaml has one problem:\n\n {2}conf\/ohmy\.yaml:5:5 {2}environments\.live\.clustr\n {4}Unknown key .*\n\nCorrect the file/,
    )
  })

  it('without repeating what may be a secret, and without letting it steer the terminal', () => {
    const token = failureOf(() =>
      parseConfig(withLines('region2: 1\n    database: xoxb-12-34').replace('eu-west-1', 'xoxb-12-34'), 'o'),
    )
    expect(token.message).not.toContain('xoxb-12-34')
    const escape = failureOf(() => parseConfig(withLines('"\\e[2J\\u202e": 1'), 'o'))
    expect(escape.message).toContain('\\u{1b}[2J\\u{202e}')
    expect(escape.message).not.toMatch(/[\u001b\u202e]/)
  })
})

describe('the file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ohmy-config-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function failureOfFile(path: string): Promise<ConfigError> {
    const error = await loadConfig(path).catch((thrown: unknown) => thrown)
    if (error instanceof ConfigError) return error
    throw new Error('No ConfigError.', { cause: error })
  }

  it('is read, with a byte order mark too', async () => {
    const path = join(folder, 'good.yaml')
    await writeFile(path, `\uFEFF${least}`)
    expect((await loadConfig(path)).defaultEnvironment).toBe('live')
  })

  it('is missing: the path, the variable and the command to copy are told', async () => {
    const error = await failureOfFile(join(folder, 'none', 'ohmy.yaml'))
    expect(error.code).toBe('config-missing')
    expect(error.message).toContain(join(folder, 'none', 'ohmy.yaml'))
    expect(error.message).toContain('OHMY_CONFIG')
    expect(error.message).toContain('cp ohmy.example.yaml ohmy.yaml')
  })

  it('is a folder, a device, no text, or too large', async () => {
    await mkdir(join(folder, 'sub'))
    await writeFile(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0x00, 0xd8]))
    await writeFile(join(folder, 'large'), 'a'.repeat(900_000))
    expect((await failureOfFile(join(folder, 'sub'))).message).toContain('is not a file')
    expect((await failureOfFile('/dev/zero')).message).toContain('is not a file')
    expect((await failureOfFile(join(folder, 'binary'))).message).toContain('is not UTF-8 text')
    expect((await failureOfFile(join(folder, 'large'))).message).toContain('has 900000 bytes')
  })
})
