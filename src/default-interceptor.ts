import { EmbeddedDefault } from './embedded-default.js';
import { registry } from './handlers/registry.js';
import { Interceptor } from './intercept/interceptor.js';
import { settings } from './settings/settings-store.js';

/** The interception of this process. */
export const interceptor = new Interceptor({ settings, registry, embedded: new EmbeddedDefault() });

registry.onError = (error) => interceptor.state.guard.report("a handler's value", error);
