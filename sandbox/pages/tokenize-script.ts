/** What the form runs in the browser. Plain script: it is served as it stands, with no build. */
export const TOKENIZE_SCRIPT = `'use strict';
const form = document.querySelector('form');
const { kind, origin } = document.body.dataset;
const around = window.parent !== window ? window.parent : window.opener;
const tell = (message) => {
  if (around && origin) around.postMessage({ source: 'sandbox-form', ...message }, origin);
};
const show = (field, text) => {
  const place = form.querySelector('[data-field="' + field + '"]') ?? form.querySelector('[data-field="form"]');
  place.textContent = text;
  const input = form.elements[field === 'expiresIn' ? 'expiry' : field];
  if (input) input.setAttribute('aria-invalid', 'true');
  return input;
};
const clear = () => {
  for (const place of form.querySelectorAll('.error')) place.textContent = '';
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid');
};
const valueOf = (name) => form.elements[name].value.trim();
const requestOf = () => {
  if (kind === 'bankDebit') {
    return { kind, routingNumber: valueOf('routingNumber'), accountNumber: valueOf('accountNumber') };
  }
  const [, month, year] = /^(\\d{1,2})\\s*\\/?\\s*(?:20)?(\\d\\d)$/.exec(valueOf('expiry')) ?? [];
  return {
    kind,
    number: valueOf('number'),
    expiresIn: year ? '20' + year + '-' + month.padStart(2, '0') : '',
    securityCode: valueOf('securityCode'),
  };
};
const PLAIN = {
  number: 'Enter a card number.',
  expiresIn: 'Enter the expiry as MM/YY.',
  securityCode: 'Enter the 3 or 4 digits.',
  routingNumber: 'Enter the nine digits.',
  accountNumber: 'Enter the account number.',
};
const submit = async () => {
  const button = form.querySelector('button');
  if (button.disabled) return;
  clear();
  button.disabled = true;
  try {
    const response = await fetch('/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(requestOf()),
    });
    const body = await response.json();
    if (response.ok) {
      form.reset();
      document.querySelector('#done').textContent = 'Saved: ' + body.brand + ' ending in ' + body.lastFour + '.';
      tell({ type: 'token', ...body });
      return;
    }
    const fields = body.error.fields ?? [body.error.field ?? 'form'];
    const inputs = fields.map((field) => show(field, body.error.field ? body.error.message : (PLAIN[field] ?? body.error.message)));
    inputs.find(Boolean)?.focus();
  } catch {
    show('form', 'The gateway could not be reached. Try again.');
  } finally {
    button.disabled = false;
    tell({ type: 'resized', height: document.documentElement.scrollHeight });
  }
};
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
form.elements.number?.addEventListener('input', ({ target }) => {
  const atEnd = target.selectionStart === target.value.length;
  if (atEnd) target.value = target.value.replace(/\\D/g, '').replace(/(\\d{4})(?=\\d)/g, '$1 ');
});
window.addEventListener('message', ({ source, origin: sender, data }) => {
  if (source !== around || sender !== origin || data?.target !== 'sandbox-form') return;
  if (data.type === 'submit') void submit();
  if (data.type === 'scheme') document.documentElement.dataset.scheme = data.scheme;
});
tell({ type: 'ready', height: document.documentElement.scrollHeight });
`;
