import type { Library } from '../schema.ts';
import { each, promised } from './build.ts';

/** Kafka and RabbitMQ. */

const consumed = { runs: 'handler', result: 'awaited', label: 'Kafka consumer' } as const;

export const kafkajs: Library = {
  language: 'javascript',
  modules: ['kafkajs'],
  source: 'https://kafka.js.org/docs/getting-started',
  exports: { Kafka: { returns: 'Kafka' } },
  types: {
    Kafka: {
      members: { producer: { returns: 'Client' }, consumer: { returns: 'Client' }, admin: { returns: 'Client' } },
    },
    Client: {
      holds: { what: 'connections', closedBy: ['disconnect'] },
      members: {
        ...each(['connect', 'disconnect', 'send', 'sendBatch', 'subscribe', 'commitOffsets'], promised('network')),
        ...each(['createTopics', 'deleteTopics', 'fetchTopicMetadata', 'listTopics', 'stop'], promised('network')),
        run: {
          promise: true,
          callbacks: [
            { argument: 0, property: 'eachMessage', ...consumed },
            { argument: 0, property: 'eachBatch', ...consumed },
          ],
        },
      },
    },
  },
};

/** What `consume` calls is waited for by nobody; how many are in work is up to `prefetch`. */
export const amqplib: Library = {
  language: 'javascript',
  modules: ['amqplib'],
  source: 'https://amqp-node.github.io/amqplib/channel_api.html',
  exports: each(['connect', 'default.connect'], promised('network', 'Connection')),
  types: {
    Connection: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...each(['createChannel', 'createConfirmChannel'], promised('network', 'Channel')),
        close: { promise: true },
      },
    },
    Channel: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      serial: true,
      members: {
        consume: {
          promise: true,
          io: 'network',
          callbacks: [{ argument: 1, runs: 'handler', result: 'ignored', label: 'AMQP consumer' }],
        },
        ...each(['assertExchange', 'assertQueue', 'bindQueue', 'cancel', 'checkQueue', 'close'], promised('network')),
        ...each(['deleteQueue', 'get', 'prefetch', 'purgeQueue', 'waitForConfirms'], promised('network')),
        ...each(['publish', 'sendToQueue'], { backpressure: 'event' }),
        ...each(['ack', 'nack', 'reject'], {}),
      },
    },
  },
};
