import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../../src/server/serve.ts';
import { createConfigLookup } from '../../../src/workspace/config-lookup.ts';
import { fakeEngine } from './fake-engine.ts';

serve(createConnection(ProposedFeatures.all), fakeEngine(), {
  configs: createConfigLookup(['unblock/blocking-call']),
});
