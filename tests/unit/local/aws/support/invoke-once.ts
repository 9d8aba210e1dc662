// Run as a process of its own: invokes a function whose settings are the argument, and waits.
import { FunctionHost } from '#local/aws/lambda/function-host.ts';

const host = new FunctionHost(JSON.parse(process.argv[2] ?? ''), () => {});
await host.invoke({});
