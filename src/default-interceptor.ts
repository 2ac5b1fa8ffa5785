import { startEmbeddedSdk } from './embedded-sdk.js';
import { registry } from './handlers/registry.js';
import { Interceptor } from './intercept/interceptor.js';
import { settings } from './settings/settings-store.js';

/** The interception of this process. */
export const interceptor = new Interceptor({ settings, registry, startEmbedded: startEmbeddedSdk });

registry.onError = (error) => interceptor.state.guard.report("a handler's value", error);
