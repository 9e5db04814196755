import type { Command } from '../src/dispatch/command.js'
import { alarms } from './alarms.js'
import { alert } from './alert.js'
import { approve } from './approve.js'
import { audit } from './audit.js'
import { autoscaling } from './autoscaling.js'
import { cancel } from './cancel.js'
import { compare } from './compare.js'
import { confirm } from './confirm.js'
import { continueWaiting } from './continue.js'
import { deployment } from './deployment.js'
import { goBack } from './go-back.js'
import { cost } from './cost.js'
import { dashboard } from './dashboard.js'
import { deploy } from './deploy.js'
import { diff } from './diff.js'
import { drill } from './drill.js'
import { help } from './help.js'
import { history } from './history.js'
import { incident } from './incident.js'
import { lock } from './lock.js'
import { locks } from './locks.js'
import { logs } from './logs.js'
import { metrics } from './metrics.js'
import { mute } from './mute.js'
import { oncall } from './oncall.js'
import { page } from './page.js'
import { prices } from './prices.js'
import { preflight } from './preflight.js'
import { tick } from './tick.js'
import { reject } from './reject.js'
import { restart } from './restart.js'
import { review } from './review.js'
import { revisions } from './revisions.js'
import { rollback } from './rollback.js'
import { run } from './run.js'
import { runTask } from './run-task.js'
import { runbook } from './runbook.js'
import { scale } from './scale.js'
import { schedule } from './schedule.js'
import { show } from './show.js'
import { status } from './status.js'
import { stop } from './stop.js'
import { stopTaskCommand } from './stop-task.js'
import { tellMe } from './tell-me.js'
import { terraform } from './terraform.js'
import { tasks } from './tasks.js'
import { undo } from './undo.js'
import { unlock } from './unlock.js'
import { unlockHelp } from './unlock-help.js'
import { unmute } from './unmute.js'

/** Everything people can say, in the order in which help lists it. */
export const commands: readonly Command[] = [
  status,
  tasks,
  revisions,
  diff,
  alarms,
  alert,
  metrics,
  dashboard,
  logs,
  cost,
  prices,
  review,
  preflight,
  unlockHelp,
  terraform,
  deploy,
  deployment,
  rollback,
  restart,
  scale,
  autoscaling,
  runTask,
  stopTaskCommand,
  approve,
  reject,
  continueWaiting,
  goBack,
  confirm,
  cancel,
  undo,
  tellMe,
  tick,
  runbook,
  run,
  drill,
  oncall,
  incident,
  page,
  lock,
  unlock,
  locks,
  mute,
  unmute,
  stop,
  show,
  history,
  compare,
  schedule,
  audit,
  help,
]
