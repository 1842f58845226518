/** A JSON Schema (2020-12), as far as the document needs it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly default?: boolean;
  readonly deprecated?: boolean;
}

/** An example, by a name of its own. A read shows what the write of the same name has brought about. */
export type Examples = Readonly<Record<string, { readonly value: unknown }>>;

/** One form that a body may have. */
export interface MediaType {
  readonly schema?: JsonSchema;
  readonly examples?: Examples;
}

/** Bodies by their media type. */
export type Content = Readonly<Record<string, MediaType>>;

/** A parameter that is not in the path. */
export interface Parameter {
  readonly name: string;
  readonly in: "query" | "header";
  readonly description: string;
  readonly schema: JsonSchema;
}

/** A header of an answer. */
export interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
}

/** An answer, or the name of one that several operations have. */
export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Content;
}

/** An answer that several operations have. */
export interface AnswerReference {
  readonly $ref: string;
}

/** What an operation does, in the words of OpenAPI 3.1, without its id and the parameters of its path. */
export interface OperationDescription {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer | AnswerReference>>;
}
