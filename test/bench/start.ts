import type { Bench } from './figure.js'
export const start: Bench = async () => []
