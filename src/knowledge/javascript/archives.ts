import type { Library } from '../schema.ts';
import { blocking, calledBack, different, each, promised } from './build.ts';

/** All of it is read, unpacked or packed at once, in memory. */
const grows = 'all of the archive at once';

export const admZip: Library = {
  language: 'javascript',
  modules: ['adm-zip'],
  source: 'https://github.com/cthackers/adm-zip/wiki/ADM-ZIP',
  exports: { default: { returns: 'Zip' } },
  types: {
    Zip: {
      members: {
        extractAllTo: blocking(
          'file',
          'heavy',
          different('adm-zip#Zip.extractAllToAsync', 'It takes a callback behind `keepOriginalPermission`.'),
          grows,
        ),
        ...each(['addLocalFolder', 'toBuffer', 'writeZip'], blocking('file', 'heavy', undefined, grows)),
        ...each(['addLocalFile', 'extractEntryTo', 'readAsText', 'readFile'], blocking('file', 'data')),
        extractAllToAsync: calledBack('file'),
        ...each(['addLocalFolderPromise', 'writeZipPromise', 'toBufferPromise'], promised('file')),
      },
    },
  },
};
