/** Something that is awaited, and may still come or not. A promise that nobody awaits causes no unhandled rejection. */
export class Outcome<T> {
  #promise: Promise<T>;
  #resolve: (value: T | Promise<T>) => void = () => {};
  #reject: (reason: Error) => void = () => {};
  #state: "pending" | "fulfilled" | "refused" = "pending";

  /** It is pending at first. */
  constructor() {
    this.#promise = this.#begin();
  }

  /** What is awaited now. */
  get promise(): Promise<T> {
    return this.#promise;
  }

  /** It has come. Only the first time counts. */
  fulfil(value: T | Promise<T>): void {
    if (this.#state === "fulfilled") return;
    this.renew();
    this.#state = "fulfilled";
    this.#resolve(value);
  }

  /** It cannot come any more, unless it has come already. */
  refuse(reason: Error): void {
    if (this.#state !== "pending") return;
    this.#state = "refused";
    this.#reject(reason);
  }

  /** It may come again after it was refused. */
  renew(): void {
    if (this.#state !== "refused") return;
    this.#state = "pending";
    this.#promise = this.#begin();
  }

  #begin(): Promise<T> {
    const promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    promise.catch(() => {});
    return promise;
  }
}
