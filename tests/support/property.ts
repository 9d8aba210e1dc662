import { jest } from '@jest/globals';
import fc from 'fast-check';

/** Properties are tried with the seed of the run, so that a run can be had again: `npm test -- --seed 7`. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: jest.getSeed() });

export { fc };
