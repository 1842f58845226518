/** The part of JSON Schema (2020-12) that the document uses. */
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

/** Examples by name. The example of a read shows the result of the write of the same name. */
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

/** An answer, or a reference to one that several operations share. */
export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Content;
}

/** A reference to an answer that several operations share. */
export interface AnswerReference {
  readonly $ref: string;
}

/** An operation object of OpenAPI 3.1, without the id and the parameters of the path. */
export interface OperationDescription {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer | AnswerReference>>;
}
