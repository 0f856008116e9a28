/** How the attestation looks: the look of printed documents, on one page. */
import { documentStyle } from '../../kernel/document.js';

export const style = `${documentStyle}
@page { size: A4; margin: 15mm 17mm 12mm; }
.sheet { min-height: 269mm; display: flex; flex-direction: column; }
.sheet + .sheet { break-before: page; }
main { flex: 1; }

.care { margin-top: 2mm; }
.care th { width: 23%; padding: 1.2mm 3mm; font-size: 8.5pt; background: #f2f5fa; }
.care th:nth-child(3) { width: 31%; }
.care td { padding: 1.8mm 3mm; font-size: 13pt; line-height: 1.2; font-weight: 700; white-space: nowrap; }
.care td.none { font-size: 9.5pt; font-weight: 400; vertical-align: middle; }
.care th, .care td { border: 0.6pt solid #9aa5b8; }
.note-below { margin-top: 1.2mm; font-size: 8pt; color: #4a5365; }

.law { font-size: 8pt; line-height: 1.4; padding-left: 3mm; border-left: 1.5pt solid #9aa5b8; color: #333b49; }
.dense { font-size: 8pt; line-height: 1.25; }
.dense .sides { display: block; }
.dense .caf { font-size: 9.5pt; }
.dense h1 { font-size: 16pt; margin-top: 4mm; }
.dense .identity { margin: 3mm 0 4mm; }
.dense section { margin-bottom: 3mm; }
.dense .facts th, .dense .facts td { padding-top: 0.3mm; padding-bottom: 0.3mm; }
.dense .law { line-height: 1.25; }

footer { margin-top: 4mm; padding-top: 2mm; border-top: 0.6pt solid #9aa5b8; font-size: 8pt; color: #4a5365;
  display: flex; justify-content: space-between; gap: 6mm; }
`;
