import { describe, expect, it } from '@jest/globals';
import { parseCodedError, sayError } from '#shared/domain/coded-error.ts';

describe('a coded error', () => {
  it.each([
    [
      'YAML_FILE_ERROR: stat buildspec.yml: no such file',
      'YAML_FILE_ERROR',
      'stat buildspec.yml: no such file',
    ],
    ['COMMAND_EXECUTION_ERROR: one\ntwo', 'COMMAND_EXECUTION_ERROR', 'one\ntwo'],
    ['CLIENT_ERROR:', 'CLIENT_ERROR', undefined],
  ])('is found in %j', (text, code, message) => {
    expect(parseCodedError(text)).toEqual({ code, message });
  });

  it.each([
    '',
    'exit status 1',
    'ERROR: no',
    'Client_Error: no',
    'CLIENT_ERROR',
    'see CLIENT_ERROR: no',
    '_A: b',
  ])('is not found in %j', (text) => {
    expect(parseCodedError(text)).toBeUndefined();
  });

  it.each([
    [{ code: 'YAML_FILE_ERROR', message: ' no such file ' }, 'no such file'],
    [{ code: 'YAML_FILE_ERROR', message: ' ' }, 'yaml file error'],
    [{ code: 'YAML_FILE_ERROR' }, 'yaml file error'],
    [{ message: 'no such file' }, 'no such file'],
    [{ code: '', message: '' }, undefined],
    [{}, undefined],
  ])('is said of %j as %j', (error, said) => {
    expect(sayError(error)).toBe(said);
  });
});
