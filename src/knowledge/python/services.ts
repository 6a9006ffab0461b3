import type { Entry, Library } from '../schema.ts';
import { each, promised, waits } from './build.ts';

/** Remote procedure calls, web sockets and the clouds. */

export const grpc: Library = {
  language: 'python',
  modules: ['grpc'],
  source: 'https://grpc.github.io/grpc/python/grpc.html',
  exports: {
    ...each(['insecure_channel', 'secure_channel'], { returns: 'Channel' }),
    'aio.insecure_channel': { returns: 'AioChannel' },
    'aio.secure_channel': { returns: 'AioChannel' },
    channel_ready_future: { returns: 'Future' },
  },
  types: {
    Channel: {
      threads: 'safe',
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...each(['stream_unary', 'unary_unary'], { returns: 'Call' }),
        ...each(['stream_stream', 'unary_stream', 'subscribe'], {}),
        close: {},
      },
    },
    // `stub.Method(request)`, which a generated stub makes of it.
    Call: { members: { future: { returns: 'Future' } }, call: waits('network') },
    Future: {
      members: {
        ...each(['exception', 'result'], {
          blocks: {
            what: 'network',
            weight: 'unbounded',
            cost: 'until the other side has answered',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
            untilDone: true,
          },
        }),
        ...each(['add_done_callback', 'cancel', 'done'], {}),
      },
    },
    AioChannel: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: { ...each(['channel_ready', 'close'], { promise: true }), unary_unary: { returns: 'AioCall' } },
    },
    AioCall: { members: {}, call: promised('network') },
  },
};

const socketCalls = ['close', 'ping', 'recv', 'send', 'wait_closed'];

export const websockets: Library = {
  language: 'python',
  modules: ['websockets', 'websockets.asyncio.client', 'websockets.asyncio.server'],
  source: 'https://websockets.readthedocs.io/en/stable/reference/index.html',
  exports: {
    connect: promised('network', 'Connection'),
    serve: {
      promise: true,
      callbacks: [
        { argument: 0, keyword: 'handler', runs: 'handler', label: 'WebSocket handler', parameters: ['Connection'] },
      ],
    },
  },
  types: {
    Connection: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: each(socketCalls, promised('network')),
    },
  },
};

export const websocketsSync: Library = {
  language: 'python',
  modules: ['websockets.sync.client'],
  source: 'https://websockets.readthedocs.io/en/stable/reference/sync/client.html',
  exports: { connect: waits('network', { returns: 'Connection' }) },
  types: { Connection: { members: each(['close', 'ping', 'recv', 'send'], waits('network')) } },
};

/** Methods build a request, and parts of the service lead to it: `service.files().list(…).execute()`. */
export const googleApi: Library = {
  language: 'python',
  modules: ['googleapiclient.discovery'],
  source: 'https://github.com/googleapis/google-api-python-client/blob/main/docs/start.md',
  exports: { build: waits('network', { weight: 'heavy', returns: 'Resource' }) },
  types: {
    // Its transport, httplib2, must not be shared by threads.
    Resource: {
      threads: 'unsafe',
      members: { execute: waits('network'), close: {}, '*': { returns: 'this' } },
    },
  },
};

const operation: Entry = waits('network');

/** Storage, as the two largest clouds beside Amazon have it. */
export const googleStorage: Library = {
  language: 'python',
  modules: ['google.cloud.storage'],
  source: 'https://cloud.google.com/python/docs/reference/storage/latest',
  exports: { Client: { returns: 'Client' } },
  types: {
    Client: {
      threads: 'safe',
      members: {
        bucket: { returns: 'Bucket' },
        ...each(['create_bucket', 'get_bucket'], { ...operation, returns: 'Bucket' }),
        list_blobs: operation,
      },
    },
    Bucket: {
      members: {
        blob: { returns: 'Blob' },
        ...each(['get_blob', 'copy_blob'], { ...operation, returns: 'Blob' }),
        ...each(['delete', 'delete_blob', 'exists', 'list_blobs'], operation),
      },
    },
    Blob: {
      members: each(
        ['delete', 'download_as_bytes', 'download_as_text', 'download_to_filename', 'exists', 'reload'].concat([
          'upload_from_file',
          'upload_from_filename',
          'upload_from_string',
        ]),
        operation,
      ),
    },
  },
};

export const azureBlob: Library = {
  language: 'python',
  modules: ['azure.storage.blob'],
  source: 'https://learn.microsoft.com/en-us/python/api/overview/azure/storage-blob-readme',
  exports: {
    ...each(['BlobServiceClient', 'BlobServiceClient.from_connection_string'], { returns: 'BlobServiceClient' }),
    BlobClient: { returns: 'BlobClient' },
    ContainerClient: { returns: 'ContainerClient' },
  },
  types: blobTypes(operation),
};

export const azureBlobAsync: Library = {
  language: 'python',
  modules: ['azure.storage.blob.aio'],
  source: 'https://learn.microsoft.com/en-us/python/api/overview/azure/storage-blob-readme#async-client',
  exports: azureBlob.exports,
  types: blobTypes(promised('network')),
};

function blobTypes(call: Entry): NonNullable<Library['types']> {
  const container: Entry = { returns: 'ContainerClient' };
  return {
    BlobServiceClient: {
      members: {
        get_blob_client: { returns: 'BlobClient' },
        get_container_client: container,
        ...each(['create_container', 'delete_container'], call),
      },
    },
    ContainerClient: {
      members: {
        get_blob_client: { returns: 'BlobClient' },
        ...each(['create_container', 'delete_blob', 'delete_container', 'exists', 'upload_blob'], call),
      },
    },
    BlobClient: {
      members: each(['delete_blob', 'download_blob', 'exists', 'get_blob_properties', 'upload_blob'], call),
    },
  };
}

/** The same clients as boto3's, awaited, and entered by `async with`. */
export const aioboto3: Library = {
  language: 'python',
  modules: ['aioboto3', 'aiobotocore.session'],
  source: 'https://aioboto3.readthedocs.io/en/latest/usage.html',
  exports: { ...each(['AioSession', 'Session', 'get_session'], { returns: 'Session' }) },
  types: {
    Session: { members: each(['client', 'create_client'], { promise: true, returns: 'Client' }) },
    Client: {
      members: {
        ...each(['can_paginate', 'exceptions', 'get_paginator', 'get_waiter', 'meta'], {}),
        ...each(['generate_presigned_post', 'generate_presigned_url'], { promise: true }),
        '*': promised('network'),
      },
    },
  },
};
