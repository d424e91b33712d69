using CometHooks.Cli;

return await CommandLine.RunAsync(args);
