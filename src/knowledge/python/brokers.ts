import type { Library } from '../schema.ts';
import { each, promised, waits } from './build.ts';

/** Clients of message brokers: Kafka and RabbitMQ. */

export const kafka: Library = {
  language: 'python',
  modules: ['kafka'],
  source: 'https://kafka-python.readthedocs.io/en/master/apidoc/modules.html',
  exports: each(['KafkaConsumer', 'KafkaProducer'], { ...waits('network', { weight: 'heavy' }) }),
};

export const confluentKafka: Library = {
  language: 'python',
  modules: ['confluent_kafka'],
  source: 'https://docs.confluent.io/platform/current/clients/confluent-kafka-python/html/index.html',
  exports: { Consumer: { returns: 'Consumer' }, Producer: { returns: 'Producer' } },
  types: {
    // `produce` puts the message into a buffer; `flush` and `poll` wait.
    Producer: {
      members: {
        produce: { callbacks: [{ argument: 3, keyword: 'on_delivery', runs: 'once' }] },
        flush: waits('network', { cost: 'until every message is delivered' }),
        poll: {
          blocks: {
            what: 'network',
            weight: 'unbounded',
            cost: 'up to its timeout',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
          },
        },
      },
    },
    Consumer: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...each(['consume', 'poll'], {
          blocks: {
            what: 'network',
            weight: 'unbounded',
            cost: 'until a message is there, or up to its timeout',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
          },
        }),
        ...each(['commit', 'committed', 'list_topics'], waits('network')),
        close: waits('network'),
        ...each(['assign', 'subscribe', 'unsubscribe'], {}),
      },
    },
  },
};

export const aiokafka: Library = {
  language: 'python',
  modules: ['aiokafka'],
  source: 'https://aiokafka.readthedocs.io/en/stable/api.html',
  exports: {
    AIOKafkaConsumer: { returns: 'AIOKafkaConsumer' },
    AIOKafkaProducer: { returns: 'AIOKafkaProducer' },
  },
  types: {
    AIOKafkaConsumer: {
      holds: { what: 'connections', closedBy: ['stop'] },
      members: each(['commit', 'getmany', 'getone', 'start', 'stop'], promised('network')),
    },
    AIOKafkaProducer: {
      holds: { what: 'connections', closedBy: ['stop'] },
      members: each(['flush', 'send', 'send_and_wait', 'start', 'stop'], promised('network')),
    },
  },
};

export const pika: Library = {
  language: 'python',
  modules: ['pika'],
  source: 'https://pika.readthedocs.io/en/stable/modules/adapters/blocking.html',
  exports: {
    BlockingConnection: waits('network', { returns: 'BlockingConnection' }),
    ...each(['ConnectionParameters', 'URLParameters', 'BasicProperties', 'PlainCredentials'], {}),
  },
  types: {
    BlockingConnection: {
      threads: 'unsafe',
      holds: { what: 'connections', closedBy: ['close'] },
      members: { channel: waits('network', { returns: 'BlockingChannel' }), close: waits('network') },
    },
    BlockingChannel: {
      threads: 'unsafe',
      members: {
        ...each(
          [
            'basic_get',
            'basic_publish',
            'exchange_declare',
            'queue_bind',
            'queue_declare',
            'queue_delete',
            'tx_commit',
          ],
          waits('network'),
        ),
        start_consuming: waits('network', { cost: 'until it is cancelled' }),
        basic_consume: {
          callbacks: [{ argument: 1, keyword: 'on_message_callback', runs: 'thread', label: 'pika consumer' }],
        },
        ...each(['basic_ack', 'basic_nack', 'basic_qos', 'basic_reject'], {}),
      },
    },
  },
};

export const aioPika: Library = {
  language: 'python',
  modules: ['aio_pika'],
  source: 'https://docs.aio-pika.com/apidoc.html',
  exports: {
    ...each(['connect', 'connect_robust'], promised('network', 'Connection')),
    Message: {},
  },
  types: {
    Connection: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: { channel: promised('network', 'Channel'), close: { promise: true } },
    },
    Channel: {
      members: {
        ...each(['declare_exchange', 'get_exchange'], promised('network', 'Exchange')),
        ...each(['declare_queue', 'get_queue'], promised('network', 'Queue')),
        default_exchange: { type: 'Exchange' },
        ...each(['close', 'set_qos'], promised('network')),
      },
    },
    Exchange: { members: each(['bind', 'delete', 'publish', 'unbind'], promised('network')) },
    Queue: {
      members: {
        ...each(['bind', 'cancel', 'delete', 'get', 'purge', 'unbind'], promised('network')),
        consume: {
          promise: true,
          callbacks: [{ argument: 0, keyword: 'callback', runs: 'handler', label: 'aio-pika consumer' }],
        },
      },
    },
  },
};
