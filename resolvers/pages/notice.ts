/** A page that tells one thing, and does nothing. */
import type { Response } from 'express';
import { headersOf } from './headers.js';
import { style } from './style.js';

export interface Notice {
  status: number;
  title: string;
  /** What was done, or what was refused and what to do. */
  says: string;
  /** More of it, in smaller words. */
  hint?: string;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => signs[sign]!);

const html = ({ status, title, says, hint }: Notice): string => `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Habilis</title>
<style>${style}</style>
</head>
<body>
<header>Habilis</header>
<main>
<section>
<h1>${escaped(title)}</h1>
<p class="${status < 400 ? 'done' : 'refused'}">${escaped(says)}</p>
${hint ? `<p class="hint">${escaped(hint)}</p>` : ''}
</section>
</main>
</body>
</html>
`;

export const sendNotice = (response: Response, notice: Notice): unknown =>
  response.status(notice.status).set(headersOf()).end(html(notice));
