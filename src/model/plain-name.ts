const LONGEST_NAME = 255;

/** Whether a text is the name of a file that stands in the folder at hand, and no way to anywhere else. */
export function isPlainName(name: string): boolean {
  return (
    name !== '' && name !== '.' && name !== '..' && name.length <= LONGEST_NAME && !/[/\\:\0]/.test(name)
  );
}
