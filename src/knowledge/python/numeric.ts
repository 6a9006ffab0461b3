import type { Library } from '../schema.ts';
import { computes, computesFreely, each, fileCall } from './build.ts';

/** Arrays, tables, images and tensors: C code, much of it outside of Python's lock. */

const freely = computesFreely('data');

export const numpy: Library = {
  language: 'python',
  modules: ['numpy'],
  source: 'https://numpy.org/doc/stable/reference/thread_safety.html',
  exports: {
    ...each(['dot', 'einsum', 'matmul', 'sort', 'argsort', 'unique', 'cumsum', 'concatenate', 'convolve'], freely),
    ...each(['linalg.eig', 'linalg.inv', 'linalg.norm', 'linalg.solve', 'linalg.svd', 'fft.fft', 'fft.ifft'], freely),
    ...each(['load', 'loadtxt', 'genfromtxt', 'save', 'savetxt', 'savez', 'savez_compressed'], fileCall('data')),
  },
};

/** Parsing text holds the lock in parts; reading and writing a file is I/O as well. */
export const pandas: Library = {
  language: 'python',
  modules: ['pandas'],
  source: 'https://pandas.pydata.org/docs/user_guide/enhancingperf.html',
  exports: {
    ...each(
      ['read_csv', 'read_excel', 'read_feather', 'read_fwf', 'read_hdf', 'read_html', 'read_json', 'read_orc'].concat([
        'read_parquet',
        'read_pickle',
        'read_sql',
        'read_sql_query',
        'read_sql_table',
        'read_stata',
        'read_table',
        'read_xml',
      ]),
      fileCall('data', 'DataFrame'),
    ),
    ...each(['concat', 'merge'], { ...computes, returns: 'DataFrame' }),
    DataFrame: { returns: 'DataFrame' },
  },
  types: {
    DataFrame: {
      threads: 'unsafe',
      members: {
        ...each(['to_csv', 'to_excel', 'to_feather', 'to_hdf', 'to_json', 'to_parquet', 'to_pickle'], fileCall('data')),
        to_sql: fileCall('data'),
        apply: { callbacks: [{ argument: 0, keyword: 'func', runs: 'inline' }], returns: 'DataFrame' },
        ...each(['dropna', 'drop_duplicates', 'fillna', 'merge', 'reset_index', 'sort_values'], {
          ...computes,
          returns: 'DataFrame',
        }),
      },
    },
  },
};

export const pillow: Library = {
  language: 'python',
  modules: ['PIL.Image'],
  source: 'https://pillow.readthedocs.io/en/stable/reference/Image.html',
  exports: {
    // Only the header is read; the pixels are decoded when they are first asked for.
    open: fileCall('metadata', 'Image'),
    new: { returns: 'Image' },
    frombytes: { ...freely, returns: 'Image' },
  },
  types: {
    Image: {
      members: {
        save: fileCall('data'),
        ...each(['convert', 'copy', 'crop', 'filter', 'quantize', 'reduce', 'resize', 'rotate', 'transpose'], {
          ...freely,
          returns: 'Image',
        }),
        ...each(['load', 'thumbnail', 'tobytes'], freely),
      },
    },
  },
};

export const torch: Library = {
  language: 'python',
  modules: ['torch'],
  source: 'https://docs.pytorch.org/docs/stable/notes/multithreading.html',
  exports: {
    ...each(['load', 'save'], fileCall('data')),
    ...each(['matmul', 'mm', 'bmm', 'einsum', 'conv2d'], freely),
  },
};
