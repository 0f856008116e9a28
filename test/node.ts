/** How Node runs what the tests start. */

/**
 * Most of it runs a few times: what Node compiles for later is a tenth to a fifth of the processor's time. Node 20 only:
 * the later ones do not know the word, and count calls instead.
 */
export const LESS_COMPILED: readonly string[] = process.versions.node.startsWith('20.')
  ? ['--interrupt-budget=400000']
  : [];
