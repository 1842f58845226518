import type { Readable, Writable } from "node:stream";

/** What is measured of a package that talks to PostgreSQL. */
export interface Driver {
  readonly name: string;
  /** Runs a prepared statement on one of 16 connections. The parameters are texts, lists of texts or of numbers, and bytes. */
  run(statement: Statement, values: readonly unknown[]): Promise<readonly unknown[]>;
  /** Begins a COPY to or from the client. */
  copyIn(text: string): Promise<Writable>;
  copyOut(text: string): Promise<Readable>;
  close(): Promise<void>;
}

export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** How a driver is opened. */
export type OpenDriver = (url: string) => Driver;

/** Connections of each driver. */
export const CONNECTIONS = 16;
