/** Draws what a letter says: as sober HTML that needs no image, and as the text that says the same, word for word. */
import type { Block, Content } from './content.js';

export interface Frame {
  /** `Madame Nadia Ferrand` */
  to: string;
  /** Why they are written to: « vous agissez pour Micro-crèche Pirouette ». */
  because: string;
}

export interface Drawn {
  subject: string;
  html: string;
  text: string;
}

/** French typography: the spaces that hold a sign to its word do not break. */
const held = (text: string): string =>
  text.replaceAll(/ (?=[:»])|(?<=«) /g, '\u00a0').replaceAll(/ (?=[;!?])/g, '\u202f');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
const shown = (text: string): string => escaped(held(text));

const styles = {
  body: 'margin:0;padding:0;background:#ffffff;color:#1b1f27;font:16px/1.5 Arial,Helvetica,sans-serif;',
  page: 'max-width:600px;margin:0 auto;padding:24px 16px;',
  brand: 'margin:0;padding-bottom:8px;border-bottom:2px solid #1f3763;color:#1f3763;font-weight:bold;',
  title: 'margin:24px 0 16px;font-size:22px;line-height:1.3;color:#1f3763;',
  says: 'margin:0 0 16px;',
  facts: 'margin:0 0 16px;border-collapse:collapse;font-size:16px;',
  name: 'padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-weight:normal;color:#4a5365;',
  value: 'padding:4px 0;text-align:left;vertical-align:top;font-weight:bold;',
  quoteTitle: 'margin:0 0 4px;color:#4a5365;',
  quote: 'margin:0 0 16px;padding:8px 16px;border-left:4px solid #1f3763;background:#f2f5fa;',
  link: 'color:#1f3763;font-weight:bold;overflow-wrap:anywhere;',
  foot: 'margin:24px 0 0;padding-top:8px;border-top:1px solid #9aa5b8;font-size:14px;color:#4a5365;',
};

const lines = (text: string): string[] => text.trim().split(/\r\n?|\n/);

const fact = ([name, value]: readonly [string, string]): string =>
  `<tr><th scope="row" style="${styles.name}">${shown(`${name} :`)}</th><td style="${styles.value}">${shown(value)}</td></tr>`;

function htmlOf(block: Block): string {
  if ('says' in block) return `<p style="${styles.says}">${shown(block.says)}</p>`;
  if ('facts' in block) return `<table style="${styles.facts}">${block.facts.map(fact).join('')}</table>`;
  if ('quotes' in block) {
    const words = lines(block.quotes).map(escaped).join('<br>\n');
    return `<p style="${styles.quoteTitle}">${shown(`${block.title} :`)}</p>\n<blockquote style="${styles.quote}">${words}</blockquote>`;
  }
  const address = escaped(block.link);
  return `<p style="${styles.says}">${shown(`${block.leadsTo} :`)} <a href="${address}" style="${styles.link}">${address}</a></p>`;
}

function textOf(block: Block): string {
  if ('says' in block) return held(block.says);
  if ('facts' in block) return block.facts.map(([name, value]) => held(`${name} : ${value}`)).join('\n');
  if ('quotes' in block)
    return [held(`${block.title} :`), ...lines(block.quotes).map((line) => `  ${line}`)].join('\n');
  return `${held(`${block.leadsTo} :`)} ${block.link}`;
}

const BRAND = 'Habilis';
const footOf = ({ because }: Frame): string =>
  `Message automatique, envoyé parce que ${because}. N’y répondez pas : personne ne lirait votre réponse.`;

const page = (subject: string, parts: string): string => `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shown(subject)}</title>
</head>
<body style="${styles.body}">
<div lang="fr" role="article" aria-label="${shown(subject)}" style="${styles.page}">
${parts}
</div>
</body>
</html>
`;

export function draw({ subject, title, blocks }: Content, frame: Frame): Drawn {
  const greeting = { says: `Bonjour ${frame.to},` };
  const said = [greeting, ...blocks];
  const foot = footOf(frame);
  const html = page(
    subject,
    [
      `<p style="${styles.brand}">${BRAND}</p>`,
      `<h1 style="${styles.title}">${shown(title)}</h1>`,
      ...said.map(htmlOf),
      `<p style="${styles.foot}">${shown(foot)}</p>`,
    ].join('\n'),
  );
  const text = `${[BRAND, held(title), ...said.map(textOf), held(foot)].join('\n\n')}\n`;
  return { subject: held(subject), html, text };
}
