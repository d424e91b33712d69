using CometHooks.Cli;

return await CommandLine.Build().Parse(args).InvokeAsync();
