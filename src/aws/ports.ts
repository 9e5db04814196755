import type { Freshness } from '../core/kept-answers.js'

/** How long the answer to one question may be used, and why. */
export interface AnswerPolicy extends Freshness {
  /** Who shares one running question and its answer. */
  readonly sharedBy: 'process' | 'all processes'
  /** What it is to people: `figures`. */
  readonly what: string
  readonly why: string
}

const second = 1_000
const minute = 60 * second

/** The state of ECS: nobody may be shown what was before a Refresh, but what was known a moment ago is better than nothing. */
const state = { sharedBy: 'process', freshFor: 0, knownFor: 10 * minute, failedFor: 0 } as const
const stateIsNew = 'a Refresh must show the newest state'

/**
 * Each question that people look at, by its name in `Aws`, and how old its answer may be. Only `lookAt` gives a remembered answer where
 * asking fails (`knownFor`), and says how old it is: what plans, changes and verifies asks the plain `Aws`, which remembers nothing but the
 * alarms.
 */
export const answerPolicies = {
  services: { ...state, what: 'services', why: 'a new service must be seen at once' },
  describeServices: { ...state, what: 'services', why: stateIsNew },
  describeRevisions: {
    ...state,
    what: 'images',
    why: 'a revision never changes: known ones are not asked for again',
  },
  describeServiceDeployments: { ...state, what: 'deployments', why: stateIsNew },
  scalableTargets: {
    ...state,
    freshFor: 3 * second,
    what: 'autoscaling ranges',
    why: 'people seldom change them; what ohmy changed is asked for at once',
  },
  targetHealth: {
    ...state,
    freshFor: 3 * second,
    what: 'target health',
    why: 'a load balancer checks every five seconds at most; what ohmy changed is asked for at once',
  },
  loadBalancerDimension: {
    ...state,
    what: 'load balancer figures',
    why: 'the name of a load balancer in CloudWatch never changes: it is asked for once',
  },
  latestMetrics: { ...state, what: 'figures', why: 'CloudWatch gets a new figure each minute' },
  metricHistory: { ...state, what: 'metric history', why: 'CloudWatch gets a new figure each minute' },
  runningTasks: { ...state, what: 'running tasks', why: stateIsNew },
  stoppedTasks: { ...state, what: 'stopped tasks', why: stateIsNew },
  alarms: {
    sharedBy: 'all processes',
    freshFor: 15 * second,
    knownFor: 60 * minute,
    failedFor: 15 * second,
    what: 'alarms',
    why: 'DescribeAlarms may be called nine times a second in the whole account, and rollbacks by ECS draw on it',
  },
  muteRules: {
    sharedBy: 'all processes',
    freshFor: 30 * second,
    knownFor: 30 * second,
    failedFor: 30 * second,
    what: 'mute rules',
    why: 'each that is in effect costs a call; an older one says nothing of now',
  },
} as const satisfies Readonly<Record<string, AnswerPolicy>>

/** A question that people look at. */
export type LookedAt = keyof typeof answerPolicies
