/** What a browser is told of a page of ours. */
import { createHash } from 'node:crypto';
import { style } from './style.js';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing runs, loads or is reached but what is written in the page; nobody frames it; nothing of it is kept or told.
 *
 * @param script  the only one that runs, if any does
 * @param submits  it has a form, that is sent back here
 */
export const headersOf = (script?: string, submits = false): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    ...(script ? [`script-src ${hashOf(script)}`, "connect-src 'self'"] : []),
    `style-src ${hashOf(style)}`,
    `form-action ${submits ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
});
