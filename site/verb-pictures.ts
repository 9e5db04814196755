import { approver, requester, viewer } from '../sandbox/people.js'

/** Somebody says a line in #devops, and words of the message that answers. */
export interface SceneStep {
  readonly as: string
  /** `{id}` stands for the newest id in the message before, `{task}` for its first task. */
  readonly say: string
  /** `say` is the name of a button of the message before. */
  readonly presses?: true
  readonly sees: string | RegExp
  /** The answer is what the message before becomes. */
  readonly edits?: true
  /** The answer is a form. */
  readonly form?: true
}

/** What is done in the sandbox until the answer of a verb is there for its picture. */
export interface Scene {
  readonly verb: string
  readonly steps: readonly SceneStep[]
}

const rita = requester.slackId
const aaron = approver.slackId
const vera = viewer.slackId

const said = (as: string, say: string, sees: string | RegExp): SceneStep => ({ as, say, sees })
const edited = (as: string, say: string, sees: string | RegExp): SceneStep => ({ as, say, sees, edits: true })
const asked = (as: string, say: string, sees: string): SceneStep => ({ as, say, sees, form: true })
const pressed = (as: string, say: string, sees: string): SceneStep => ({
  ...edited(as, say, sees),
  presses: true,
})
const scene = (verb: string, ...steps: readonly SceneStep[]): Scene => ({ verb, steps })

/** In this order, in one sandbox: later ones find what those before have left. */
export const scenes: readonly Scene[] = [
  scene('help', said(vera, '/ohmy help', 'What you can do here')),
  scene('status', said(vera, '/ohmy status staging', 'staging is healthy')),
  scene('tasks', said(rita, '/ohmy tasks backend staging', 'backend in staging runs')),
  scene('revisions', said(vera, '/ohmy revisions backend production', 'backend in production ran')),
  scene('diff', said(vera, '/ohmy diff backend staging production', 'backend')),
  scene('alarms', said(vera, '/ohmy alarms production', 'production')),
  scene('alert', said(vera, '/ohmy alert list production', 'production')),
  scene('metrics', said(vera, '/ohmy metrics production', 'figures meet their target')),
  scene('dashboard', said(vera, '/ohmy dashboard staging', 'staging')),
  scene('logs', said(vera, '/ohmy logs backend staging', 'newest')),
  scene('cost', said(vera, '/ohmy cost', 'so far')),
  scene('prices', said(vera, '/ohmy prices refresh', 'price')),
  scene('review', said(vera, '/ohmy review security production', /to look at|are fine/)),
  scene(
    'preflight',
    said(
      vera,
      '/ohmy preflight staging --for backend:sprint-14-0c9b7aa',
      /: ready|: not ready|nothing stands against/,
    ),
  ),
  scene(
    'terraform',
    said(vera, '/ohmy terraform validate staging', /is valid|are valid|could not be|invalid|problem/),
  ),
  scene('deploy', said(rita, '/ohmy deploy backend sprint-14-0c9b7aa staging', '— Done')),
  scene('rollback', said(rita, '/ohmy rollback backend staging', '— Done')),
  scene('restart', said(rita, '/ohmy restart backend staging', '— Done')),
  scene('scale', said(rita, '/ohmy scale backend 4 staging', '— Done')),
  scene(
    'undo',
    said(rita, '/ohmy scale frontend 2 staging', '— Done'),
    said(rita, '/ohmy undo {id}', '— Done'),
  ),
  scene(
    'confirm',
    said(rita, '/ohmy scale frontend 0 staging', 'confirm'),
    edited(rita, '/ohmy confirm {id} --word frontend', '— Done'),
  ),
  scene('autoscaling', said(vera, '/ohmy autoscaling show production', 'production')),
  scene('run', said(rita, '/ohmy run backend staging --command "python manage.py migrate"', '— Done')),
  scene(
    'stop-task',
    said(rita, '/ohmy tasks backend staging', 'backend in staging runs'),
    said(rita, '/ohmy stop-task backend staging --task {task} --reason "it hangs"', '— Done'),
  ),
  scene(
    'cancel',
    said(rita, '/ohmy scale backend 4 production', 'Waiting for approval'),
    edited(rita, '/ohmy cancel {id}', 'Cancelled'),
  ),
  scene(
    'approve',
    said(rita, '/ohmy scale backend 4 production', 'Waiting for approval'),
    pressed(aaron, 'Approve', '— Done'),
  ),
  scene('reject', said(rita, '/ohmy scale backend 3 production', 'Waiting for approval'), {
    ...pressed(aaron, 'Reject', 'Reject'),
    form: true,
  }),
  scene(
    'compare',
    said(rita, '/ohmy deploy backend sprint-14-0c9b7aa-broken staging', '— Rolled back'),
    said(vera, '/ohmy compare {id}', 'What differs between'),
  ),
  scene('history', said(vera, '/ohmy history', 'History of')),
  scene('audit', said(aaron, '/ohmy audit verify', 'The audit is whole')),
  scene('lock', said(rita, '/ohmy lock staging --reason "migration"', 'migration')),
  scene('locks', said(vera, '/ohmy locks', 'migration')),
  scene('tell-me', said(aaron, '/ohmy tell-me staging --verb deploy', 'staging')),
  scene('unlock', said(rita, '/ohmy unlock staging', 'is unlocked')),
  scene(
    'mute',
    said(rita, '/ohmy mute rds-cpu-utilization production --for 2h --reason "reindexing"', 'reindexing'),
  ),
  scene('unmute', said(rita, '/ohmy unmute rds-cpu-utilization production', 'rds-cpu-utilization')),
  scene(
    'tick',
    said(rita, '/ohmy preflight production --for backend:sprint-14-0c9b7aa', 'review done'),
    edited(rita, '/ohmy tick {id} "review done"', '☑'),
  ),
  scene('runbook', said(rita, '/ohmy runbook search "CannotPullContainerError"', 'CannotPull')),
  scene('drill', asked(rita, '/ohmy drill rollback-drill backend staging', 'stopwatch')),
  scene(
    'stop',
    said(vera, '/ohmy logs backend staging --follow 5m', 'logs-'),
    edited(vera, '/ohmy stop {id}', 'topped'),
  ),
  scene(
    'show',
    said(vera, '/ohmy logs backend staging --query response-times', 'logs-'),
    said(vera, '/ohmy show {id}', 'response-times'),
  ),
  scene('deployment', said(vera, '/ohmy deployment', 'being deployed')),
  scene('schedule', said(vera, '/ohmy schedule list', 'morning')),
  scene('oncall', said(vera, '/ohmy oncall', 'primary')),
  scene('page', said(rita, '/ohmy page "checkout fails for everybody" production', 'checkout fails')),
  scene(
    'incident',
    said(rita, '/ohmy incident open "backend is down" --sev 2 production', 'backend is down'),
  ),
]

/** Verbs without a picture, and why. */
export const withoutPicture: Readonly<Record<string, string>> = {
  continue: 'ECS has to wait at a pause of a deployment, which the services of the sandbox have not',
  'go-back': 'ECS has to wait at a pause of a deployment, which the services of the sandbox have not',
}
