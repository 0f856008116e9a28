/** Printed documents: the markup they share, and their look: sober, one ink and one accent, readable photocopied. */
import { fontFamily } from './printer.js';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup in a name is printed as it is written; an accent typed as two characters is drawn as one. */
export const text = (value: string): string =>
  value.normalize('NFC').replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** What somebody typed keeps its own writing direction, and turns nothing around it. */
export const typed = (value: string): string => `<bdi>${text(value)}</bdi>`;

export const strong = (value: string): string => `<bdi class="strong">${text(value)}</bdi>`;

export type PrintedFact = [label: string, html: string];

export const facts = (rows: PrintedFact[]): string =>
  `<table class="facts"><tbody>
${rows.map(([label, html]) => `<tr><th scope="row">${label}</th><td>${html}</td></tr>`).join('\n')}
</tbody></table>`;

export const section = (title: string, html: string): string => `<section><h2>${title}</h2>
${html}
</section>`;

export const documentStyle = `
* { box-sizing: border-box; margin: 0; padding: 0; }
body { font: 9.5pt/1.4 '${fontFamily}', sans-serif; color: #1b1f27; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 400; color: #4a5365; }
th, td { vertical-align: top; }

header { display: flex; justify-content: space-between; align-items: flex-end; gap: 10mm;
  padding-bottom: 3mm; border-bottom: 1.5pt solid #1f3763; }
.caf { font-size: 13pt; line-height: 1.25; font-weight: 700; color: #1f3763; }
.muted { color: #4a5365; }
header div { min-width: 0; }
header .muted { flex: none; text-align: right; }

h1 { font-size: 21pt; line-height: 1.2; margin: 8mm 0 1.5mm; color: #1f3763; letter-spacing: -0.2pt; }
.identity { margin: 5mm 0 7mm; border: 0.6pt solid #1f3763; background: #f2f5fa; }
.identity th { padding: 2mm 4mm 0; font-size: 8pt; }
.identity td { padding: 0 4mm 2mm; font-weight: 700; font-size: 12pt; white-space: nowrap; }
.identity td.note { font-weight: 400; font-size: 9.5pt; vertical-align: bottom; }

.sides { display: grid; grid-template-columns: 1fr 1fr; column-gap: 9mm; }
section { margin-bottom: 5mm; }
h2 { font-size: 11pt; line-height: 1.3; color: #1f3763; padding-bottom: 0.8mm; margin-bottom: 1.2mm;
  border-bottom: 0.6pt solid #9aa5b8; }
.facts th { width: 32mm; padding: 0.7mm 3mm 0.7mm 0; }
.facts td { padding: 0.7mm 0; }
.strong { font-weight: 700; }
`;
