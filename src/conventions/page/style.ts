/** How the convention looks: the look of printed documents, over as many pages as it needs, off the edge where lines would be cut. */
import { documentStyle } from '../../kernel/document.js';
import { fontFamily } from '../../kernel/printer.js';

/** @param foot  what the bottom of each page says, beside its number */
export const styleWith = (foot: string): string => `${documentStyle}
@page { size: A4; margin: 15mm 17mm 17mm;
  @bottom-left { content: ${JSON.stringify(foot)}; font: 8pt '${fontFamily}', sans-serif; color: #4a5365; }
  @bottom-right { content: 'Page ' counter(page) ' / ' counter(pages);
    font: 8pt '${fontFamily}', sans-serif; color: #4a5365; } }
body { padding: 0 0.4mm; }
.lead { margin-bottom: 5mm; }
h2 { break-after: avoid; margin-top: 1mm; }
p + p { margin-top: 1.5mm; }
p + .facts { margin: 1mm 0 2mm; }
p:has(+ .list), p:has(+ ul) { break-after: avoid; }
p, li { orphans: 3; widows: 3; }
ul { padding-left: 5mm; }
li { margin: 0.8mm 0; break-inside: avoid; }
li::marker { color: #1f3763; }
.sides h3 { font-size: 9.5pt; color: #1f3763; font-weight: 700; margin-bottom: 0.5mm; }
.sides .facts th { width: 15mm; }

.list { margin-top: 2mm; }
.list th[scope=col] { font-size: 8pt; padding: 1.2mm 2.5mm; background: #f2f5fa; }
.list td { padding: 1.5mm 2.5mm; }
.list th, .list td { border: 0.6pt solid #9aa5b8; }
.list tr { break-inside: avoid; }
.structures { table-layout: fixed; }
.structures th:first-child { width: 35mm; }
.structures th:nth-child(3) { width: 42mm; }
.structures th:last-child { width: 52mm; }
.siret { white-space: nowrap; }
.list .named { width: 48%; }
.list .named p + p { margin-top: 1mm; }
.small { font-size: 8pt; color: #4a5365; }

.signatures { break-inside: avoid; }
.signatures .sides { margin-top: 2mm; align-items: stretch; }
.box { border: 0.6pt solid #9aa5b8; padding: 3mm 4mm 30mm; }
.box .strong { display: block; margin-bottom: 1.5mm; color: #1f3763; }
.box p + p { margin-top: 1mm; }
`;
