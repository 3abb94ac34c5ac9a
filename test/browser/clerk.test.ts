/**
 * Goal: the way of a clerk, as a person goes it: from the one-time link over the first import and an
 * invoice beside its exact PDF to planned payments, a payment now that lowers them, the mails of it,
 * what is decided afterwards, and a rule that pays by itself. Method: real Chromium on the real stack,
 * started once; each step goes on where the one before it ended. Pictures of the screens in both widths
 * and schemes are left in `test/.output/browser`.
 */
import { arriving } from './arriving';
import { autopaying } from './autopaying';
import { deciding } from './deciding';
import { importing } from './importing';
import { following } from './following';
import { paying } from './paying';
import { planning } from './planning';
import { splitting } from './splitting';
import { type Stack, startStack } from './stack';
import { stepsIn } from './story';
import { describeInBrowser } from '../support/browser';
import { startWalk, type Walk } from './walk';

describeInBrowser('a clerk at the staff page', () => {
  let stack: Stack;
  let walk: Walk;

  beforeAll(async () => {
    stack = await startStack();
    walk = await startWalk();
  }, 360_000);

  afterAll(async () => {
    await walk?.stop();
    stack?.stop();
  });

  const step = stepsIn(() => ({ stack, walk }));
  arriving(step);
  importing(step);
  planning(step);
  paying(step);
  following(step);
  deciding(step);
  splitting(step);
  autopaying(step);
});
