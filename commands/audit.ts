import type { Json } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { auditAnchor, duration, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { exportedLines, exportedMessage, verdictMessage } from '../src/slack/views/audit/audit.js'

const day = 24 * 3_600_000

export const audit = command({
  name: 'audit',
  summary: 'Check that nobody changed the audit, or get it as a file',
  examples: [
    'audit verify',
    'audit verify --anchor 1:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    'audit export --since 30d',
  ],
  args: {
    what: word({ choices: ['verify', 'export'], placeholder: 'verify|export' }),
    since: duration({ summary: 'how far back to export, `7d` unless said', most: 3_650 * day }).optional(),
    anchor: auditAnchor().optional(),
  },
  access: 'approver',
  run: async ({ args, audit: records, caller, clock, logger, sendFile }) => {
    if (args.what === 'verify') {
      const verdict = await records.verify(args.anchor)
      const data = verdict as unknown as Json
      const failed = verdict.problems.length === 0 ? {} : { failed: 'refused' as const }
      return { message: verdictMessage(verdict), data, shownTo: 'caller', ...failed }
    }
    const exported = await records.export(clock.now() - (args.since ?? 7 * day))
    const { lines, records: count, left } = exported
    const data = lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Json)
    if (caller.origin === 'terminal' || count === 0) {
      const message = count === 0 ? exportedMessage(exported) : exportedLines(exported)
      return { message, data, shownTo: 'caller' }
    }
    const file = { name: 'ohmy-audit.jsonl', title: `${count} audit records of ohmy`, content: lines }
    await sendFile(file, caller.id).catch((error: unknown) => {
      logger.warn({ err: error }, 'Slack did not take the exported audit')
      const next = 'Try again in a minute, or run `ohmy audit export` in a terminal.'
      throw new UserError('file-not-sent', 'Slack did not take the file.', next)
    })
    return { message: exportedMessage(exported), data: { records: count, left }, shownTo: 'caller' }
  },
})
