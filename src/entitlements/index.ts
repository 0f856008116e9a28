/** What a declared month opens right to: pure rules over the dated figures of the law. */
export * from './cmg/index.js';
