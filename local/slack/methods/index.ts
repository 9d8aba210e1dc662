import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import type { Method } from './method.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';

const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({ ...chatMethods, ...conversationMethods, ...peopleMethods, ...viewMethods }),
);

export function findMethod(name: string): Method | undefined {
  return METHODS.get(name);
}
