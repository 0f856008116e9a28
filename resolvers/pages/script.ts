/** What the pages do in the browser: it runs there, and knows nothing but the API. */
export const script = String.raw`
'use strict';
const part = (id) => document.getElementById(id);
const secret = location.hash.slice(1);
// The secret stays neither in the bar nor in the history.
if (secret) history.replaceState(null, '', location.pathname);

function show(id) {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id;
  const title = part(id).querySelector('h1');
  document.title = title.textContent + ' – Habilis';
  return title;
}

async function ask(query, variables) {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [], message } = await response.json();
    const [refused] = errors;
    if (refused) return { code: refused.extensions.code, message: refused.message };
    return data ? undefined : { message };
  } catch {
    return { message: 'Le service ne répond pas. Vérifiez votre connexion, puis recommencez.' };
  }
}

function onSubmit(id, work) {
  const form = part(id).querySelector('form');
  const [field] = form.querySelectorAll('input');
  const button = form.querySelector('button');
  const refused = form.querySelector('.refused');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    refused.textContent = '';
    button.disabled = true;
    const refusal = await work(field.value);
    button.disabled = false;
    field.setAttribute('aria-invalid', String(Boolean(refusal)));
    if (!refusal) return;
    refused.textContent = refusal.message;
    if (refusal.code === 'LINK_NOT_VALID') {
      part('why').textContent = refusal.message;
      part('why').hidden = false;
      show('ask').focus();
      return;
    }
    field.focus();
  });
}

onSubmit('choose', async (password) => {
  const refusal = await ask(
    'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
    { secret, password },
  );
  if (!refusal) show('chosen').focus();
  return refusal;
});

onSubmit('ask', async (email) => {
  const refusal = await ask('mutation ($email: String!) { forgotPassword(email: $email) }', { email });
  if (!refusal) show('asked').focus();
  return refusal;
});

part('reveal').addEventListener('change', ({ target }) => {
  part('password').type = target.checked ? 'text' : 'password';
});

show(secret ? 'choose' : 'ask');
`;
