import type { Entry, Library, TypeEntry } from '../schema.ts';
import { each, promised, promisedOrCalledBack } from './build.ts';

/** Clients of the large clouds and of web services. */

const operation: Entry = { ...promised('network'), abort: { argument: 1, property: 'abortSignal' } };

const client: TypeEntry = {
  // Fifty sockets to one host, the rest waits.
  holds: { what: 'connections', closedBy: ['destroy'] },
  members: { send: operation, ...each(['config', 'destroy', 'middlewareStack'], {}) },
};

/** The client of each service, and the larger one that has a method for each operation. */
const services: readonly (readonly [module: string, name: string])[] = [
  ['athena', 'Athena'],
  ['bedrock-runtime', 'BedrockRuntime'],
  ['cloudformation', 'CloudFormation'],
  ['cloudfront', 'CloudFront'],
  ['cloudwatch', 'CloudWatch'],
  ['cloudwatch-logs', 'CloudWatchLogs'],
  ['cognito-identity-provider', 'CognitoIdentityProvider'],
  ['dynamodb', 'DynamoDB'],
  ['ec2', 'EC2'],
  ['ecr', 'ECR'],
  ['ecs', 'ECS'],
  ['eventbridge', 'EventBridge'],
  ['firehose', 'Firehose'],
  ['iam', 'IAM'],
  ['kinesis', 'Kinesis'],
  ['kms', 'KMS'],
  ['lambda', 'Lambda'],
  ['rekognition', 'Rekognition'],
  ['route-53', 'Route53'],
  ['s3', 'S3'],
  ['secrets-manager', 'SecretsManager'],
  ['ses', 'SES'],
  ['sesv2', 'SESv2'],
  ['sfn', 'SFN'],
  ['sns', 'SNS'],
  ['sqs', 'SQS'],
  ['ssm', 'SSM'],
  ['sts', 'STS'],
];

export const awsClients: readonly Library[] = services.map(([module, name]) => ({
  language: 'javascript',
  modules: [`@aws-sdk/client-${module}`],
  source: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/',
  exports: { [`${name}Client`]: { returns: 'Client' }, [name]: { returns: 'Aggregated' } },
  types: {
    Client: client,
    Aggregated: {
      extends: 'Client',
      members: { '*': { ...promisedOrCalledBack('network'), abort: { argument: 1, property: 'abortSignal' } } },
    },
  },
}));

export const awsDocumentClient: Library = {
  language: 'javascript',
  modules: ['@aws-sdk/lib-dynamodb'],
  source: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/',
  exports: {
    'DynamoDBDocumentClient.from': { returns: '@aws-sdk/client-dynamodb#Client' },
    'DynamoDBDocument.from': { returns: '@aws-sdk/client-dynamodb#Aggregated' },
  },
};

/** Version 2: an operation gives a request, which is sent by `promise()`, or by a callback given last. */
export const awsSdk: Library = {
  language: 'javascript',
  modules: ['aws-sdk'],
  source: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/',
  exports: each(
    [...services.map(([, name]) => name), 'DynamoDB.DocumentClient', 'StepFunctions', 'CloudSearchDomain'],
    { returns: 'Service' },
  ),
  types: {
    Service: {
      members: {
        ...each(['config', 'endpoint', 'getSignedUrl', 'makeRequest'], {}),
        ...each(['getSignedUrlPromise', 'upload'], { returns: 'Request' }),
        '*': { callbacks: [{ argument: -1, runs: 'once', result: 'ignored' }], returns: 'Request' },
      },
    },
    Request: {
      members: { promise: promised('network'), createReadStream: { io: 'network', returns: 'node:stream#Readable' } },
    },
  },
};

/** `drive.files.list(…)`: parts lead to parts, and what is called asks the service. */
function serviceTree(call: Entry): TypeEntry {
  return { members: { '*': { type: 'Service' } }, call };
}

export const googleapis: Library = {
  language: 'javascript',
  modules: ['googleapis'],
  source: 'https://github.com/googleapis/google-api-nodejs-client#readme',
  exports: each(
    ['admin', 'analytics', 'calendar', 'docs', 'drive', 'gmail', 'people', 'sheets', 'slides', 'tasks', 'youtube'].map(
      (name) => `google.${name}`,
    ),
    { returns: 'Service' },
  ),
  types: { Service: serviceTree(promisedOrCalledBack('network')) },
};

/** Ten minutes, tried again twice, unless the options say otherwise. */
export const openai: Library = {
  language: 'javascript',
  modules: ['openai'],
  source: 'https://github.com/openai/openai-node#readme',
  exports: each(['default', 'AzureOpenAI', 'OpenAI'], { returns: 'Service' }),
  types: { Service: serviceTree(modelCall()) },
};

export const anthropic: Library = {
  language: 'javascript',
  modules: ['@anthropic-ai/sdk'],
  source: 'https://github.com/anthropics/anthropic-sdk-typescript#readme',
  exports: each(['default', 'Anthropic'], { returns: 'Service' }),
  types: { Service: serviceTree(modelCall()) },
};

function modelCall(): Entry {
  return {
    ...promised('network'),
    abort: { argument: 1, property: 'signal' },
    timeout: { argument: 1, property: 'timeout', unit: 'ms', default: 600 },
  };
}

/** Eighty seconds, tried again twice. */
export const stripe: Library = {
  language: 'javascript',
  modules: ['stripe'],
  source: 'https://github.com/stripe/stripe-node#usage',
  exports: each(['default', 'Stripe'], { returns: 'Stripe' }),
  types: {
    Stripe: { members: { webhooks: {}, '*': { type: 'Service' } } },
    Service: serviceTree({
      ...promised('network'),
      timeout: { argument: -1, property: 'timeout', unit: 'ms', default: 80 },
    }),
  },
};

export const googleStorage: Library = {
  language: 'javascript',
  modules: ['@google-cloud/storage'],
  source: 'https://cloud.google.com/nodejs/docs/reference/storage/latest',
  exports: { Storage: { returns: 'Storage' } },
  types: {
    Storage: { members: { bucket: { returns: 'Bucket' }, getBuckets: promisedOrCalledBack('network') } },
    Bucket: {
      members: {
        file: { returns: 'File' },
        ...each(['create', 'delete', 'deleteFiles', 'exists', 'getFiles', 'upload'], promisedOrCalledBack('network')),
      },
    },
    File: {
      members: {
        ...each(
          ['copy', 'delete', 'download', 'exists', 'getMetadata', 'getSignedUrl', 'makePublic', 'move', 'save'],
          promisedOrCalledBack('network'),
        ),
        createReadStream: { io: 'network', returns: 'node:stream#Readable' },
        createWriteStream: { io: 'network', returns: 'node:stream#Writable' },
      },
    },
  },
};

export const azureBlob: Library = {
  language: 'javascript',
  modules: ['@azure/storage-blob'],
  source: 'https://learn.microsoft.com/en-us/javascript/api/overview/azure/storage-blob-readme',
  exports: each(['BlobServiceClient', 'BlobServiceClient.fromConnectionString'], { returns: 'BlobServiceClient' }),
  types: {
    BlobServiceClient: { members: { getContainerClient: { returns: 'ContainerClient' } } },
    ContainerClient: {
      members: {
        ...each(['getBlobClient', 'getBlockBlobClient'], { returns: 'BlobClient' }),
        ...each(
          ['create', 'createIfNotExists', 'delete', 'deleteBlob', 'exists', 'uploadBlockBlob'],
          promised('network'),
        ),
      },
    },
    BlobClient: {
      members: each(
        [
          'delete',
          'deleteIfExists',
          'download',
          'downloadToBuffer',
          'downloadToFile',
          'exists',
          'getProperties',
        ].concat(['upload', 'uploadData', 'uploadFile', 'uploadStream']),
        promised('network'),
      ),
    },
  },
};
