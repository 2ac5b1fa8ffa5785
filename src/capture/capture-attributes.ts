import { FORMS } from './forms.js';
import { apply } from './intrinsics.js';
import { Place } from './place.js';
import { slice } from './safe-strings.js';
import { quote } from './scalars.js';
import { joinSegments, renderText } from './text.js';
import { type CaptureOptions, Walk } from './walk.js';

const { lastIndexOf } = String.prototype;

/**
 * Writes down the attributes of a span, an event or a resource as values of calls are: bounded, without running code of
 * the program, and without what the names of secrets stand for, which may be the last part of a dotted key
 * (`http.request.header.authorization`). For rules their paths are `attributes.key`.
 * @returns a JSON object
 */
export function describeAttributes(attributes: object, options: CaptureOptions): string {
  const root = new Place(attributes, undefined, 'attributes');
  const properties = Object.entries(Object.getOwnPropertyDescriptors(attributes));
  const texts = properties.map(([key, { value }], index) =>
    describeAttribute(root, { key, value, index }, options),
  );
  return `{${texts.join(',')}}`;
}

interface Attribute {
  readonly key: string;
  readonly value: unknown;
  readonly index: number;
}

/** Each by itself: one that is the same object as another is written twice, for nobody follows references here. */
function describeAttribute(root: Place, { key, value, index }: Attribute, options: CaptureOptions): string {
  const { redaction } = options;
  const name = redaction.keyTexts.of(key);
  if (redaction.hasNames && name.isSecretItself)
    return `"(redacted ${index})":{"$":"redacted","reason":"key"}`;
  const walk = new Walk(options, FORMS);
  const text = walk.begin();
  walk.parent = root;
  if (redaction.isSecretKey(lastPart(key), value)) walk.redact(key);
  else walk.describe(value, key);
  walk.run();
  return `${quote(key)}:${renderText(joinSegments(text), Number.POSITIVE_INFINITY)}`;
}

function lastPart(key: string): string {
  return slice(key, (apply(lastIndexOf, key, ['.']) as number) + 1);
}
