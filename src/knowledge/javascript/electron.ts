import type { Entry, Library } from '../schema.ts';
import { blocking, different, each, handler } from './build.ts';

/** The main process holds up every window while it is held up itself. */
const awaited: Entry = { callbacks: [handler(1, 'Electron IPC handler', undefined, { result: 'awaited' })] };
const ignored: Entry = { callbacks: [handler(1, 'Electron IPC listener', undefined, { result: 'ignored' })] };

const dialogs = ['showMessageBox', 'showOpenDialog', 'showSaveDialog'];

export const electron: Library = {
  language: 'javascript',
  modules: ['electron', 'electron/main', 'electron/renderer', 'electron/common'],
  source: 'https://www.electronjs.org/docs/latest/api/ipc-main',
  exports: {
    ...each(['ipcMain.handle', 'ipcMain.handleOnce'], awaited),
    ...each(['ipcMain.on', 'ipcMain.once', 'ipcMain.addListener', 'ipcRenderer.on', 'ipcRenderer.once'], ignored),
    'ipcRenderer.invoke': { promise: true, clones: [{ argument: 1, by: 'structured-clone' }] },
    'ipcRenderer.send': { clones: [{ argument: 1, by: 'structured-clone' }] },
    'ipcRenderer.sendSync': {
      ...blocking(
        'process',
        'unbounded',
        different(
          'electron#ipcRenderer.invoke',
          'The other side answers by `ipcMain.handle` instead of `returnValue`.',
        ),
        'until the main process has answered',
      ),
      clones: [{ argument: 1, by: 'structured-clone' }],
    },
    ...each(['app.on', 'app.once'], { callbacks: [{ argument: 1, runs: 'lifecycle' }] }),
    'app.whenReady': { promise: true, ignorable: true },
    ...each(
      dialogs.map((name) => `dialog.${name}`),
      // A person answers, or goes away.
      { promise: true, ignorable: true },
    ),
    ...Object.fromEntries(
      dialogs.map((name) => [
        `dialog.${name}Sync`,
        {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            twin: different(`electron#dialog.${name}`, 'It resolves to an object instead of the answer alone.'),
            cost: 'until the person has answered',
            asksPerson: true,
          },
        } satisfies Entry,
      ]),
    ),
    ...each(['shell.openExternal', 'shell.openPath', 'shell.trashItem'], { promise: true }),
    BrowserWindow: { returns: 'BrowserWindow' },
  },
  types: {
    BrowserWindow: {
      extends: 'node:events#EventEmitter',
      members: each(['loadFile', 'loadURL', 'capturePage'], { promise: true }),
    },
  },
};
