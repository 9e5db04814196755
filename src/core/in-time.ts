/** What comes of something that is worth waiting for only so long; undefined when it is late or fails. It is not stopped then, only left. */
export async function inTime<Value>(milliseconds: number, asked: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  try {
    return await Promise.race([asked.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
