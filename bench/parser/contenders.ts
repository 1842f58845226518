import type { Contender } from "./contender.ts";
import { busboy } from "./contenders/busboy.ts";
import { decoder } from "./contenders/decoder.ts";
import { fastifyBusboy } from "./contenders/fastify_busboy.ts";
import { formidable } from "./contenders/formidable.ts";
import { multiparty } from "./contenders/multiparty.ts";
import { partIterator } from "./contenders/part_iterator.ts";
import { remix } from "./contenders/remix.ts";
import { responseFormData } from "./contenders/response_form_data.ts";
import { createForgetfulService, createMemoryService } from "./contenders/set_from_form.ts";

/** The packages of the peers. */
export const PEER_PACKAGES: readonly string[] = [
  "busboy",
  "@fastify/busboy",
  "@remix-run/multipart-parser",
  "multiparty",
  "formidable",
];

/** All contenders, ours first. */
export const CONTENDERS: readonly Contender[] = [
  decoder,
  partIterator,
  createForgetfulService(),
  createMemoryService(),
  busboy,
  fastifyBusboy,
  remix,
  multiparty,
  formidable,
  responseFormData,
];
