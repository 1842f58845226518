/**
 * The documented differences from the engine that cases show: for each, the first cell of its row in
 * `docs/differences.md`.
 */
export const DIFFERENCES = {
  // What a form says.
  jsonWithoutType: "`data` of type application/json without `type`, `valueType` or `variableType`",
  variableType: "`variableType`",
  stringForm: "`valueType` String",
  textForm: "`valueType` Json, Xml",
  scalarForm: "`valueType` Boolean, Short, Integer, Long, Double, Date, Null",
  missingPart: "missing `data`, empty `valueType`, File without file name",
  emptyFileName: "a File whose file name is empty, or has a NUL",
  badJavaType: "`type` with an unknown class, broken JSON or JSON of the wrong shape",
  javaNull: "`type` with JSON `null`",
  javaType: "`type`",
  javaShape: "`type` and JSON of another shape: 1.5 for an int, true for a String, text behind it",
  transientOverKept: "a transient File, or variable in JSON, over one that is kept",
  encoding: "an `encoding` with blanks, or unknown to Java",
  plainInCapitals: "`type` or `valueType` of type TEXT/PLAIN, in capitals",
  // How a form is written.
  extendedFileName: "`filename*` beside `filename`",
  repeatedParameter:
    "`name`, `filename` or `filename*` twice, quotes in them that do not pair, raw quotes in `name`, `; name=` in a file name with raw quotes",
  textBeforeDelimiter:
    "text before the first delimiter on its line: a byte order mark, a line feed alone, blanks, a word",
  delimiterAtOnce: "a delimiter right behind the empty line of a part's headers",
  boundarySyntax: "a comma before `boundary`, blanks in a boundary without quotes, two boundaries",
  unknownCharset: "a form labelled with a charset that nobody knows",
  percentEscapes: "`%22`, `%0D`, `%0A` in names and file names",
  quotedPairs: '`\\\\` and `\\"` in quotes',
  blankEnds: "blanks and control characters at the ends of a name or file name",
  namelessPart: "a part without a name, or of another disposition",
  dispositionGoesOn: "`form-data` that goes on (`form-data,`)",
  badHeaderLine:
    "a part's header line without a colon or a name, or with a blank before the colon; CR or LF alone",
  headersNotUtf8: "part headers that are not UTF-8, in a form without a label",
  noFileNameValue: "`filename=` without a value",
  undecodableFileName:
    "`filename*` alone that cannot be decoded: a blank, a quote, a charset that nobody knows",
  fileNameWithoutCharset: "`filename*` without a charset (`''a.txt`)",
  windows1252: "`filename*` in ISO-8859-1 with bytes from 80 to 9F",
  emptyName: "a part with an empty name",
  twoContentTypes: "a part with two Content-Types",
  delimiterGoesOn: "a line that begins with the delimiter and goes on (`--b-x`)",
  blanksBehindDelimiter: "a delimiter with blanks behind it",
  noDelimiter: "a body without any delimiter",
  longHeaders: "headers of a part of more than 512 bytes",
  delimiterLineEnd: "a delimiter line that ends with CR or LF alone",
  cutBehindDelimiter: "a form that ends right behind a delimiter, or one dash later",
  // JSON.
  emptyBody: "PUT or POST with an empty body, `null` bodies, File without file name",
  untypedObject: "an array or object in JSON without `type`",
  deserializedJson: "a Json that is deserialized",
  structureForString: "an array or object for a String",
  dates: "dates",
  blankScalar: "blanks alone for a scalar",
  otherText: "other text for a scalar",
  emptyVariableName: "an empty name; numbers or literals as `deletions`",
  utf16: "JSON in UTF-16 or UTF-32",
  numberForString: "a number for a String: 1e2, -0",
  beyondType: "a number, or text of one, beyond its type: 1E400, an integer beyond a Long",
  negativeZero: "-0.0",
  loneSurrogate: "half of a surrogate pair",
  looseFile:
    "any text as base64, any `mimeType`, a `filename` that is empty or has a NUL, any text of a File's `valueInfo` that is a number",
  oldDates: "dates before 1582-10-15",
  brokenJson: "JSON that cannot be parsed, or has another shape",
  looseNumbers: "tabs and line ends around a number, `+Infinity`",
  brokenBase64Lines: "line breaks in the base64 of Bytes",
  longText: "a String of more than 4,000 characters",
  incompleteFile: "a File without `valueInfo` or value; null as `mimeType` or `encoding`",
  badObject:
    "an Object in Java serialization, in an unknown format, or without `objectTypeName`; the type Number",
  nullObject: "an Object that is null, without a format",
  notJson: "a Json, or an Object in JSON, whose text is not JSON",
  rawCollection: "a collection without parameters as `objectTypeName`, deserialized",
  unknownClass: "an Object of a class that the engine does not have",
  emptyType: "an empty `type`, null for a variable",
  otherReason: "`transient` that is no boolean, `type` that is a number",
  quotedValue: "a value that cannot be converted",
  // Queries.
  unknownParameter: "a parameter, or a member of the body, that a query does not have",
  badQuery:
    "a query without content type, with a null body, with null among conditions, sortings or tenants, without an operator, or with an array or object as value",
  likeOfStructure: "`like` with an array or object",
  emptyList: "a list of commas alone in the URL, `processInstanceIdIn=,`",
  engineFilter:
    "filters by what only a process engine knows: `processDefinitionKey`, `activityIdIn` and the like",
  businessKey: "`businessKey`, `businessKeyLike`",
  stableIds: "ids of variables, and lists without sorting",
  batches: "`POST /process-instance/variables-async`, `/process-instance/delete` and the like",
  // External tasks of the double.
  refusedValues: "values of variables that [JSON](#json) above refuses",
  noOperator: "a condition on variables without `operator`, on Operaton",
  blankBody: "a body of blanks alone about external tasks",
  retriesByInstances: "retries of many by `processInstanceQuery` or `historicProcessInstanceQuery`",
  // Everywhere.
  unknownInstance: "unknown process instance, if you configured `resolveInstance`",
  disposition: "`encoding`, file names",
  methods: "wrong method; OPTIONS",
  reasonPhrase: "the message of 404, 405 and 415",
  accept: "`Accept` that JSON does not fit",
  paging: "`firstResult`, `maxResults` below 0",
  slashInName: "`%2F` and `%5C` in a name",
  unreadableHead: "a path that cannot be decoded, a Content-Type that cannot be read",
  escapedSegment:
    "an escape where none is needed in a fixed part of the path: `process%2Dinstance`",
  longName: "a name of more than 255 characters",
  scopes: "`/process-instance/{id}/localVariables`, `/execution/{id}/variables`",
  executionMessages: "the messages below `/execution` and `/task`",
  contentEncoding: "a `Content-Encoding`",
  anyEngine: "`/engine/{name}/…` of another name than `default`",
  acceptCharset: "`Accept` with a charset",
  headHeaders: "HEAD",
  conditionalReads: "`If-None-Match`, `If-Match` and `Range` on reads",
  otherOrigins: "a write, a list or a count for a web page of another origin",
  longHead: "a request line and headers of more than 8 KiB",
} as const;

/** Names a documented difference. */
export type DifferenceId = keyof typeof DIFFERENCES;
