/** A Java type as named in source code, taken apart. */
export interface JavaTypeName {
  /** A class with its package, as in `java.util.List`, or a primitive, as in `int`. */
  readonly className: string;
  /** Empty for a class that has none, and for one named without its own (a raw type). */
  readonly typeArguments: readonly JavaTypeName[];
  /** How many `[]` follow. */
  readonly dimensions: number;
}

/** The engine's column for a type name holds 4,000 characters. It also bounds how deep a name can nest. */
const MAX_LENGTH = 4_000;
/** Java Virtual Machine Specification, section 4.3.2. */
const MAX_DIMENSIONS = 255;

const PRIMITIVES: ReadonlySet<string> = new Set([
  "boolean",
  "byte",
  "char",
  "double",
  "float",
  "int",
  "long",
  "short",
]);

/** Java Language Specification, section 3.8: what `Character.isJavaIdentifierStart` and `…Part` let through, but for what is invisible. */
const START = "\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}";
const IDENTIFIER = `[${START}][${START}\\p{Nd}\\p{Mn}\\p{Mc}]*`;
const QUALIFIED = `${IDENTIFIER}(?:\\.${IDENTIFIER})*`;

/** Made when first needed: Unicode's classes take 0.8 ms, which whoever imports the core would wait for. */
let classNames: RegExp | undefined;

/** The class name that begins at an index, as far as it goes; `undefined` if none does. */
function matchClassName(text: string, index: number): string | undefined {
  classNames ??= new RegExp(QUALIFIED, "uy");
  classNames.lastIndex = index;
  return classNames.exec(text)?.[0];
}

/**
 * Parses the canonical name of a Java type: a class with its package (an inner class as in `foo.Outer$Inner`), type arguments
 * in angle brackets, arrays with `[]`, primitives. One blank may follow a comma. There are no wildcards and no bounds. Whether
 * there is such a class, and how many type arguments it takes, is not its business.
 *
 * @param text The name, as in `java.util.HashMap<java.lang.String,java.lang.Integer>`; at most 4,000 characters.
 * @returns Its parts.
 * @throws {SyntaxError} If it does not follow the grammar; says where.
 */
export function parseJavaTypeName(text: string): JavaTypeName {
  if (text.length > MAX_LENGTH) {
    throw new SyntaxError(
      `Cannot parse the Java type name: it has more than ${MAX_LENGTH} characters`,
    );
  }
  const cursor = { text, index: 0 };
  const name = parseType(cursor);
  if (cursor.index < text.length) fail(cursor, "the end");
  return name;
}

/**
 * Prints a type name in its canonical form, without blanks.
 *
 * @param name The parts of the name.
 * @returns The name, as in `java.util.List<int[]>`.
 */
export function formatJavaTypeName(name: JavaTypeName): string {
  const { className, typeArguments, dimensions } = name;
  const list = typeArguments.length > 0 ? `<${typeArguments.map(formatJavaTypeName)}>` : "";
  return className + list + "[]".repeat(dimensions);
}

/** Whether the name is that of a primitive such as `int`, which is never null and no type argument. */
export function isPrimitive(name: JavaTypeName): boolean {
  return name.dimensions === 0 && PRIMITIVES.has(name.className);
}

/** Whether a text is the name of a class, without type arguments or `[]`. */
export function isJavaClassName(text: string): boolean {
  return text.length <= MAX_LENGTH && matchClassName(text, 0) === text && !PRIMITIVES.has(text);
}

interface Cursor {
  readonly text: string;
  index: number;
}

function parseType(cursor: Cursor): JavaTypeName {
  const className = matchClassName(cursor.text, cursor.index);
  if (className === undefined) fail(cursor, "a class name");
  cursor.index += className.length;
  const typeArguments: JavaTypeName[] = [];
  if (!PRIMITIVES.has(className) && take(cursor, "<")) {
    do {
      if (typeArguments.length > 0) take(cursor, " ");
      typeArguments.push(parseTypeArgument(cursor));
    } while (take(cursor, ","));
    if (!take(cursor, ">")) fail(cursor, "',' or '>'");
  }
  let dimensions = 0;
  while (take(cursor, "[]")) dimensions++;
  if (dimensions > MAX_DIMENSIONS) fail(cursor, `at most ${MAX_DIMENSIONS} dimensions`);
  return { className, typeArguments, dimensions };
}

function parseTypeArgument(cursor: Cursor): JavaTypeName {
  const start = cursor.index;
  const name = parseType(cursor);
  if (isPrimitive(name)) fail({ ...cursor, index: start }, "a class or an array");
  return name;
}

function take(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.index)) return false;
  cursor.index += token.length;
  return true;
}

function fail({ text, index }: Cursor, expected: string): never {
  const rest = text.slice(index, index + 10);
  const found = rest === "" ? "the end" : `'${rest}'`;
  throw new SyntaxError(
    `Cannot parse the Java type name: expected ${expected}, found ${found} (character ${index + 1})`,
  );
}
