import { Socket } from "node:net";

/** The connections of one opener of a store. A cut leaves it as dead to the database as a killed process. */
export class OpenerLine {
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  /** Whether it was not cut. */
  get isAlive(): boolean {
    return !this.#isCut;
  }

  /** Makes the socket of a new connection, for the option `stream` of pg. */
  socket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    if (this.#isCut) process.nextTick(end, socket);
    return socket;
  }

  /** Ends all connections at once. What they have not sent yet is lost. There will be no others. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) end(socket);
  }
}

function end(socket: Socket): void {
  socket.destroy(new Error("The test has killed this opener"));
}
