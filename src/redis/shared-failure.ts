import { z } from 'zod'

const written = z.object({ name: z.string(), message: z.string(), told: z.record(z.string(), z.string()) })

/** A failure as text: its name, its message and whatever else it says in words (`kind`, `code`), so that others can sort it. */
export function writeFailure(error: unknown): string {
  const told = error instanceof Error ? Object.entries(error) : []
  return JSON.stringify({
    name: error instanceof Error ? error.name : 'Error',
    message: messageOf(error),
    told: Object.fromEntries(told.filter(([, value]) => typeof value === 'string')),
  })
}

/** The failure that another process met. Its class is lost; what it said is there. */
export function failureOf(text: string): Error {
  const { name, message, told } = written.parse(JSON.parse(text))
  return Object.assign(new Error(message), { ...told, name })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
