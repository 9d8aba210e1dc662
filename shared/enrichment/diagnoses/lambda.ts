import { logGroupUrl } from '#shared/domain/console.ts';
import type { Diagnostician } from '../diagnosis.ts';
import { findInFacts } from '../find-in-facts.ts';
import { ACTION_CONFIGURATION_NEED } from '../needs.ts';

/** A function says itself why it failed, in the event: what is left to tell is where its log is. */
export const lambda: Diagnostician = {
  providers: ['Invoke/Lambda'],
  needs: [ACTION_CONFIGURATION_NEED],
  async diagnose(failed, { configurations }) {
    const name =
      findInFacts(failed.facts, /\/functions\/([\w-]+)/) ??
      (await configurations.find(failed))?.values.FunctionName;
    return name === undefined ? undefined : { url: logGroupUrl(failed.region, `/aws/lambda/${name}`) };
  },
};
