/** As services tell errors: a code for programs and, mostly, a message for people. */
export interface CodedError {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** `COMMAND_EXECUTION_ERROR: Error while executing command …`; undefined for a text without a code before it. */
export function parseCodedError(text: string): CodedError | undefined {
  const [, code, message] =
    /^([A-Z][A-Z\d]{1,60}(?:_[A-Z\d]{1,60}){1,10}):(?:\s([\s\S]*))?$/.exec(text) ?? [];
  return code === undefined ? undefined : { code, message };
}

/** The message, else the words of the code: `YAML_FILE_ERROR` is 'yaml file error'. */
export function sayError({ code = '', message = '' }: CodedError): string | undefined {
  return message.trim() || code.trim().toLowerCase().replaceAll('_', ' ') || undefined;
}
