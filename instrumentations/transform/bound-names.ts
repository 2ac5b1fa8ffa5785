import type { AnyNode } from 'acorn';

/** The identifiers that a pattern binds or assigns to; what is assigned to a property is none of them. */
export function boundNames(pattern: AnyNode | null | undefined): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap(boundNames);
    case 'Property':
      return boundNames(pattern.value);
    case 'ArrayPattern':
      return pattern.elements.flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'VariableDeclaration':
      return pattern.declarations.flatMap(({ id }) => boundNames(id));
    default:
      return [];
  }
}
