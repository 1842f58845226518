import { common, schema, VALIDATOR_HEADERS } from "./_answers.ts";
import type { Answer, Examples, OperationDescription } from "./_operation_description.ts";
import {
  CONDITIONS,
  DESERIALIZE_VALUE,
  DESERIALIZE_VALUES,
  DISPOSITION,
  OMIT_BYTES,
  RANGES,
  READ_CONDITIONS,
} from "./_parameters.ts";

const INTEGER = { value: 42, type: "Integer" };
const PDF = "%PDF-1.7";

export const GET_VARIABLES: OperationDescription = {
  summary: "Get all variables",
  description: "A value of more than 16 KiB is null there, and its size in valueInfo.",
  parameters: [DESERIALIZE_VALUES, OMIT_BYTES],
  responses: {
    200: {
      description: "The variables.",
      content: {
        "application/json": {
          schema: schema("VariableMap"),
          examples: {
            modification: { value: { aVarName: { type: "Integer", value: 42, valueInfo: {} } } },
          },
        },
      },
    },
    404: common("NotFound"),
    503: common("Unavailable"),
  },
};

export const MODIFY_VARIABLES: OperationDescription = {
  summary: "Set and delete several variables",
  description: "All or nothing. What is both set and deleted is deleted.",
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: schema("PatchVariablesDto"),
        examples: {
          modification: {
            value: { modifications: { aVarName: INTEGER }, deletions: ["anotherVarName"] },
          },
        },
      },
    },
  },
  responses: {
    204: common("Done"),
    400: common("BadRequest"),
    404: common("NotFound"),
    413: common("TooLarge"),
    415: common("UnsupportedMediaType"),
    503: common("Unavailable"),
  },
};

const PRINTED: Examples = {
  integer: { value: { type: "Integer", value: 42, valueInfo: {} } },
  file: {
    value: {
      type: "File",
      value: null,
      valueInfo: { filename: "invoice.pdf", mimeType: "application/pdf" },
    },
  },
  object: {
    value: {
      type: "Object",
      value: { name: "Jane" },
      valueInfo: {
        objectTypeName: "java.util.LinkedHashMap",
        serializationDataFormat: "application/json",
      },
    },
  },
};

export const GET_VARIABLE: OperationDescription = {
  summary: "Get a variable",
  parameters: [DESERIALIZE_VALUE, ...READ_CONDITIONS],
  responses: {
    200: {
      description: "The variable.",
      headers: VALIDATOR_HEADERS,
      content: { "application/json": { schema: schema("VariableValueDto"), examples: PRINTED } },
    },
    304: common("NotModified"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    503: common("Unavailable"),
  },
};

export const SET_VARIABLE: OperationDescription = {
  summary: "Set a variable",
  description: "Replaces value, type and valueInfo. A File or Bytes in base64 may be of any size.",
  parameters: CONDITIONS,
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: schema("VariableValueDto"),
        examples: {
          integer: { value: INTEGER },
          text: { value: { value: "some text" } },
          file: {
            value: {
              value: "JVBERi0xLjc=",
              type: "File",
              valueInfo: { filename: "invoice.pdf", mimeType: "application/pdf" },
            },
          },
          object: {
            value: {
              value: '{"name":"Jane"}',
              type: "Object",
              valueInfo: {
                objectTypeName: "java.util.LinkedHashMap",
                serializationDataFormat: "application/json",
              },
            },
          },
        },
      },
    },
  },
  responses: {
    204: common("Stored"),
    400: common("BadRequest"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    413: common("TooLarge"),
    415: common("UnsupportedMediaType"),
    503: common("Unavailable"),
  },
};

export const DELETE_VARIABLE: OperationDescription = {
  summary: "Delete a variable",
  description: "Succeeds also if it does not exist.",
  parameters: CONDITIONS,
  responses: {
    204: common("Done"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    503: common("Unavailable"),
  },
};

/** The answer with the bytes of a variable. */
export const BYTES_ANSWER: Answer = {
  description:
    "The bytes: of a File with its own media type and as an attachment with its name, unless a browser is to show it, else as application/octet-stream.",
  headers: {
    ...VALIDATOR_HEADERS,
    "Accept-Ranges": { description: "bytes", schema: { type: "string" } },
    "Content-Disposition": {
      description: "Whether to save a File or to show it, and its name, in ASCII and whole.",
      schema: { type: "string" },
    },
    "Content-Security-Policy": {
      description: "Of a File that is shown: it loads nothing and runs nothing.",
      schema: { type: "string" },
    },
  },
  content: {
    "application/octet-stream": { examples: { uploadedBytes: { value: PDF } } },
    "*/*": { examples: { uploadedFile: { value: PDF } } },
  },
};

export const GET_DATA: OperationDescription = {
  summary: "Get a variable's bytes",
  description: "Of Bytes, File, and an Object in Java's serialization format.",
  parameters: [DISPOSITION, ...READ_CONDITIONS, ...RANGES],
  responses: {
    200: BYTES_ANSWER,
    206: { ...BYTES_ANSWER, description: "The range of the bytes." },
    304: common("NotModified"),
    400: common("BadRequest"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    416: { description: "There are no such bytes." },
    503: common("Unavailable"),
  },
};

export const SET_DATA: OperationDescription = {
  summary: "Set a variable from a form",
  parameters: CONDITIONS,
  requestBody: {
    required: true,
    content: {
      "multipart/form-data": {
        schema: schema("MultiFormVariableBinaryDto"),
        examples: {
          uploadedBytes: { value: { data: PDF } },
          uploadedFile: { value: { data: PDF, valueType: "File" } },
        },
      },
    },
  },
  responses: {
    204: common("Stored"),
    400: common("BadRequest"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    413: common("TooLarge"),
    415: common("UnsupportedMediaType"),
    503: common("Unavailable"),
  },
};
