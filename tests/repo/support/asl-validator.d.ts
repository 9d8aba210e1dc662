// The package has no types of its own.
declare module 'asl-validator' {
  interface Result {
    readonly isValid: boolean;
    readonly errors: readonly unknown[];
  }

  function validate(definition: unknown, options?: { readonly checkPaths?: boolean }): Result;
  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default validate;
}
