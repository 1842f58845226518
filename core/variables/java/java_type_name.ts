/** The parts of a Java type's name. */
export interface JavaTypeName {
  /** A class with its package, such as `java.util.List`, or a primitive, such as `int`. */
  readonly className: string;
  /** The type arguments. Empty for a class without type parameters, and for a raw type. */
  readonly typeArguments: readonly JavaTypeName[];
  /** Number of `[]` behind the name. */
  readonly dimensions: number;
}

/** The engine's database column for a type name holds 4,000 characters. The limit also bounds how deep a name can nest. */
const MAX_LENGTH = 4_000;
/** The largest number of dimensions of an array (Java Virtual Machine Specification, section 4.3.2). */
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

/**
 * The characters that may begin an identifier (Java Language Specification, section 3.8). Identifiers match
 * `Character.isJavaIdentifierStart` and `…Part`, without the invisible characters that these allow, too.
 */
const START = "\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}";
const IDENTIFIER = `[${START}][${START}\\p{Nd}\\p{Mn}\\p{Mc}]*`;
const QUALIFIED = `${IDENTIFIER}(?:\\.${IDENTIFIER})*`;

/** Made when first needed: Unicode's classes take 0.8 ms to compile, and importing the core must not take that long. */
let classNames: RegExp | undefined;

/** Finds the longest class name that begins at an index; `undefined` if no class name begins there. */
function matchClassName(text: string, index: number): string | undefined {
  classNames ??= new RegExp(QUALIFIED, "uy");
  classNames.lastIndex = index;
  return classNames.exec(text)?.[0];
}

/**
 * Parses the canonical name of a Java type: a class with its package (an inner class such as `foo.Outer$Inner`), type arguments in
 * angle brackets, arrays with `[]`, primitives. One space may follow a comma. Wildcards and bounds are errors. It does not check
 * whether the class exists, nor how many type arguments the class takes.
 *
 * @param text The name, such as `java.util.HashMap<java.lang.String,java.lang.Integer>`; at most 4,000 characters.
 * @returns The parts of the name.
 * @throws {SyntaxError} If the name does not follow the grammar. The message says where.
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
 * @returns The name, such as `java.util.List<int[]>`.
 */
export function formatJavaTypeName(name: JavaTypeName): string {
  const { className, typeArguments, dimensions } = name;
  const list = typeArguments.length > 0 ? `<${typeArguments.map(formatJavaTypeName)}>` : "";
  return className + list + "[]".repeat(dimensions);
}

/** Whether the type is a primitive, such as `int`: it is never null, and it cannot be a type argument. */
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
