import type { Environment } from '../core/environment.js'
import type { Dated, SharedCache } from '../core/kept-answers.js'
import type { MuteRule } from '../core/mute-rules.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { answerPolicies } from './ports.js'
import { askShared } from './shared-answer.js'

export interface MuteRulesPort {
  /**
   * The account's own mute rules that are in effect now: one call, and one more for each of them; all processes together ask at most once in 30 s.
   * @throws AwsError; more than 50 in effect at once are read as far as that
   */
  muteRules(): Promise<Dated<readonly MuteRule[]>>
}

/** Each costs a call. Nobody has so many in effect at the same time. */
const mostRules = 50

export function muteRulesOf(
  { region, assumeRole }: Environment,
  clients: Clients,
  calls: Calls,
  cache: SharedCache,
): MuteRulesPort {
  async function namesOfActive(): Promise<readonly string[]> {
    const cloudWatch = await clients.cloudWatch()
    const names: string[] = []
    let token: string | undefined
    do {
      const page = await calls.ask('cloudwatch:ListAlarmMuteRules', (options) =>
        cloudWatch.listAlarmMuteRules({ Statuses: ['ACTIVE'], NextToken: token }, options),
      )
      for (const { AlarmMuteRuleArn: arn } of page.AlarmMuteRuleSummaries ?? []) {
        if (arn !== undefined) names.push(muteRuleName(arn))
      }
      token = page.NextToken
    } while (token !== undefined && names.length < mostRules)
    return names.slice(0, mostRules)
  }

  async function ruleNamed(name: string): Promise<MuteRule> {
    const cloudWatch = await clients.cloudWatch()
    const { Rule, MuteTargets, ExpireDate } = await calls.ask('cloudwatch:GetAlarmMuteRule', (options) =>
      cloudWatch.getAlarmMuteRule({ AlarmMuteRuleName: name }, options),
    )
    const { Expression: expression = '', Duration: duration = '', Timezone: zone } = Rule?.Schedule ?? {}
    return {
      ...{ name, expression, duration, zone: zone ?? 'UTC' },
      alarms: MuteTargets?.AlarmNames ?? [],
      ...(ExpireDate === undefined ? {} : { expires: ExpireDate.getTime() }),
    }
  }

  return {
    muteRules: () =>
      askShared(cache, `mute-rules:${assumeRole?.arn ?? ''}:${region}`, answerPolicies.muteRules, async () =>
        Promise.all((await namesOfActive()).map(ruleNamed)),
      ),
  }
}

/** `arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm-mute-rule:nightly` */
export function muteRuleName(arn: string): string {
  return arn.slice(arn.indexOf(':alarm-mute-rule:') + ':alarm-mute-rule:'.length)
}
