import type { Outbox, Letter } from './contract.js'
export function createOutbox({ slack, redis }: any): Outbox & { start(): void; stop(): Promise<void> } {
  let tail = Promise.resolve()
  const go = async (l: Letter) => {
    const base = { channel: l.to.channel, text: l.message.text.slice(0, 4000), blocks: l.message.blocks, ...(l.to.threadTs ? { thread_ts: l.to.threadTs } : {}) }
    if (l.to.ephemeralFor) { await slack.chat.postEphemeral({ ...base, user: l.to.ephemeralFor }); return }
    const known = l.to.ts ?? (await redis.get('tmp:' + l.key))
    if (known) await slack.chat.update({ ...base, ts: known })
    else { const r = await slack.chat.postMessage(base); await redis.set('tmp:' + l.key, r.ts) }
  }
  return { async send(l) { tail = tail.then(() => go(l)).catch((e) => console.error('outbox', e)) }, start() {}, async stop() { await tail } }
}
