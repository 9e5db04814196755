/** So many times faster than in AWS things happen between two presses; no press and no call is faster for it. */
export const speed = 200
export const timeScale = 1 / speed
