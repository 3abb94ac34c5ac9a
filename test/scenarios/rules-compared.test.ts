/**
 * Goal: whatever an operator, a crash or a lost signal does to the workflows of rules, the comparison
 * heals it both ways: each enabled rule has one, and no other rule has.
 *
 * Method: the real server and its list, which is a few seconds old, so the comparison is asked until
 * it finds nothing more.
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { autopayRuleWorkflowId } from '../../workflows/messages';
import { compareRules } from '../../workers/rule-steps';
import { aClientDue, aRule, changeRule } from '../prisma/autopay-rules';
import { usePostgres } from '../support/postgres';
import { freshNamespace, useTemporal } from '../support/temporal';
import { Stack } from './stack';

jest.setTimeout(240_000);

let stack: Stack;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  const { address } = await useTemporal();
  const namespace = await freshNamespace();
  stack = await Stack.start({ databaseUrl, temporalAddress: address, namespace });
  await stack.startWorkers({ gateway: false });
}, 120_000);

afterAll(() => stack.stop());

const workflowOf = (ruleId: string) =>
  stack.client.workflow.getHandle(autopayRuleWorkflowId(ruleId));
const describe = (ruleId: string) => workflowOf(ruleId).describe();

async function aRuleOfItsOwn({ isStarted = true } = {}): Promise<string> {
  const books = await aClientDue(stack.pool, '2030-06-03', [{ openMinor: 100_000 }]);
  const ruleId = await aRule(stack.pool, books);
  if (isStarted) await stack.startRulesOf(books.organizationId);
  return ruleId;
}

test('a rule whose workflow is missing or was terminated gets one, and one that was disabled unheard ends', async () => {
  const healthy = await aRuleOfItsOwn();
  const terminated = await aRuleOfItsOwn();
  const disabled = await aRuleOfItsOwn();
  const neverStarted = await aRuleOfItsOwn({ isStarted: false });
  const { runId } = await describe(healthy);
  await workflowOf(terminated).terminate('an operator, by mistake');
  await changeRule(stack.pool, disabled, { is_enabled: false });

  const comparison = compareRules(stack);
  // What it cannot heal it logs, as an activity does.
  const compare = () =>
    new MockActivityEnvironment().run(comparison) as ReturnType<typeof comparison>;
  const nameOf = (ruleId: string) =>
    describe(ruleId).then(
      ({ status }) => status.name,
      () => 'absent',
    );
  await stack.eventually(async () => {
    await compare();
    const names = await Promise.all([terminated, neverStarted, disabled].map(nameOf));
    return names.join() === 'RUNNING,RUNNING,COMPLETED';
  });
  await stack.eventually(async () => {
    const { started, woken, failed } = await compare();
    return started + woken + failed === 0;
  });

  expect(await describe(healthy)).toMatchObject({ runId, status: { name: 'RUNNING' } });
  expect(await workflowOf(disabled).result()).toMatchObject({
    explanation: expect.stringContaining('disabled or removed'),
  });
});
