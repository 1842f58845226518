interface Listener {
  readonly listener: unknown;
  readonly once: boolean;
}

const LISTENERS = new WeakMap<EventTarget, Listener[]>();
const { addEventListener, removeEventListener } = EventTarget.prototype;

EventTarget.prototype.addEventListener = function (this: EventTarget, ...args): void {
  const [type, listener, options] = args;
  const once = typeof options === "object" && options.once === true;
  if (type === "abort") LISTENERS.set(this, [...(LISTENERS.get(this) ?? []), { listener, once }]);
  Reflect.apply(addEventListener, this, args);
};

EventTarget.prototype.removeEventListener = function (this: EventTarget, ...args): void {
  const [type, removed] = args;
  const left = LISTENERS.get(this)?.filter(({ listener }) => listener !== removed);
  if (type === "abort" && left !== undefined) LISTENERS.set(this, left);
  Reflect.apply(removeEventListener, this, args);
};

/**
 * Returns the listeners of a signal that wait for `abort`. `getEventListeners` of `node:events` tells this on Node only.
 *
 * @param signal The signal. Its listeners were added after this module was read.
 */
export function abortListeners(signal: AbortSignal): readonly unknown[] {
  const listeners = LISTENERS.get(signal) ?? [];
  return listeners.filter(({ once }) => !(once && signal.aborted)).map(({ listener }) => listener);
}
