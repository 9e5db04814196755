import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Redis } from 'ioredis'

/** What a stretch of time cost a process. */
export interface Cost {
  /** 0 to 1. */
  readonly utilization: number
  /** ms a timer was late, 99 of 100. */
  readonly lag: number
  /** CPU seconds a second. */
  readonly cpu: number
  /** Commands sent to the store a second. */
  readonly sent: number
  /** The most memory (RSS) that was seen, MB. */
  readonly memory: number
  /** What is in use of the heap at the end (MB): after a collection where Node was started with `--expose-gc`. */
  readonly heap: number
}

/** How often its memory is looked at (ms). */
const lookEvery = 250
const resolution = 5

/** A process that measures itself, from `begin` to `end`. What goes over the wire to the store is counted from now on; what scripts call there is not in it. */
export function measureOwnCost(): { begin(): void; end(): Cost } {
  let sent = 0
  const original = Redis.prototype.sendCommand
  Redis.prototype.sendCommand = function (...args) {
    sent += 1
    return original.apply(this, args)
  }
  const delay = monitorEventLoopDelay({ resolution })
  let memory = 0
  setInterval(() => {
    memory = Math.max(memory, process.memoryUsage.rss())
  }, lookEvery).unref()
  let begun: { utilization: EventLoopUtilization; cpu: NodeJS.CpuUsage; at: number; sent: number } | undefined

  return {
    begin() {
      delay.enable()
      delay.reset()
      memory = process.memoryUsage.rss()
      begun = {
        utilization: performance.eventLoopUtilization(),
        cpu: process.cpuUsage(),
        at: performance.now(),
        sent,
      }
    },
    end() {
      if (begun === undefined) throw new Error('Nothing was begun')
      const seconds = (performance.now() - begun.at) / 1_000
      const { user, system } = process.cpuUsage(begun.cpu)
      globalThis.gc?.()
      return {
        utilization: performance.eventLoopUtilization(begun.utilization).utilization,
        lag: delay.percentile(99) / 1e6 - resolution,
        cpu: (user + system) / 1e6 / seconds,
        sent: (sent - begun.sent) / seconds,
        memory: Math.max(memory, process.memoryUsage.rss()) / 1e6,
        heap: process.memoryUsage().heapUsed / 1e6,
      }
    },
  }
}
