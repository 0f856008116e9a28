/** The pages that the links of the letters lead to: one, whatever is to be chosen or asked for. */
import type { Response } from 'express';
import { Router } from 'express';
import { headersOf } from './headers.js';
import { script } from './script.js';
import { style } from './style.js';

/** Where a link leads, and what is done there. */
export const pages = {
  '/activation': 'Activez votre compte',
  '/mot-de-passe': 'Choisissez un nouveau mot de passe',
} as const;

const section = (id: string, title: string, ...parts: string[]): string =>
  `<section id="${id}" hidden aria-labelledby="${id}-title">
<h1 id="${id}-title" tabindex="-1">${title}</h1>
${parts.join('\n')}
</section>`;

const choosing = `<form novalidate>
<p class="refused" role="alert" id="choose-refused"></p>
<label for="password">Mot de passe</label>
<p class="hint" id="rule">L’une de ces trois formes, sans votre nom ni mots trop courants :</p>
<ul class="hint" id="forms">
<li>12 caractères ou plus, avec des minuscules, des majuscules, des chiffres et des signes ;</li>
<li>14 caractères ou plus, avec des minuscules, des majuscules et des chiffres ;</li>
<li>une phrase de 7 mots ou plus, sans lien entre eux.</li>
</ul>
<input id="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required aria-describedby="rule forms choose-refused">
<label class="check"><input type="checkbox" id="reveal"> Afficher le mot de passe</label>
<button>Enregistrer ce mot de passe</button>
</form>`;

const asking = `<form novalidate>
<p class="refused" role="alert" id="ask-refused"></p>
<label for="email">Votre adresse électronique</label>
<p class="hint" id="email-hint">Celle de votre compte, comme prenom.nom@structure.fr</p>
<input id="email" type="email" autocomplete="email" required aria-describedby="email-hint ask-refused">
<button>Recevoir un lien</button>
</form>`;

const html = (title: string): string => `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Habilis</title>
<style>${style}</style>
</head>
<body>
<header>Habilis</header>
<main>
<noscript><p class="refused">Cette page a besoin de JavaScript. Activez-le dans votre navigateur, puis rechargez-la.</p></noscript>
${section('choose', title, choosing)}
${section(
  'chosen',
  'Votre mot de passe est enregistré',
  '<p class="done">Vos sessions ouvertes avant sont fermées. Vous pouvez fermer cette page, puis vous connecter.</p>',
)}
${section(
  'ask',
  'Demandez un lien',
  '<p class="refused" id="why" hidden></p>',
  '<p>Mot de passe oublié, ou compte à activer : un lien pour choisir votre mot de passe est envoyé à votre adresse.</p>',
  asking,
)}
${section(
  'asked',
  'Consultez vos messages',
  '<p class="done">Si un compte existe à cette adresse, un lien lui est envoyé, à moins qu’il n’en ait reçu un dans les 5 dernières minutes.</p>',
  '<p>Rien ne vient ? Regardez parmi les messages indésirables, puis vérifiez l’adresse et recommencez dans 5 minutes.</p>',
)}
</main>
<script>${script}</script>
</body>
</html>
`;

export function pageRouter(): Router {
  const router = Router();
  const headers = headersOf(script);
  for (const [path, title] of Object.entries(pages)) {
    const page = html(title);
    router.get(path, (_request, response: Response) => void response.set(headers).end(page));
  }
  return router;
}
