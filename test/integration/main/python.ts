import { strict as assert } from 'node:assert';
import { actionNamed, actionsAt, apply, closeAll, findingOf, findingsOf, openNew } from '../helpers.ts';

const dangling = `import asyncio


async def send_mail(address):
    await asyncio.sleep(1)


async def sign_up(address):
    asyncio.create_task(send_mail(address))
`;

const kept = `import asyncio

background_tasks: set[asyncio.Task[object]] = set()


async def send_mail(address):
    await asyncio.sleep(1)


async def sign_up(address):
    task = asyncio.create_task(send_mail(address))
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
`;

describe('quick fixes in Python', () => {
  afterEach(closeAll);

  it('keep a dangling task', async () => {
    const { document } = await openNew(dangling, 'py');
    const { range } = await findingOf(document, 'unblock/dangling-task');
    const action = actionNamed(
      await actionsAt(document, range),
      'Keep the task in `background_tasks` until it is done',
    );
    await apply(action);
    assert.equal(document.getText(), kept);
    await findingsOf(document);
  });
});
