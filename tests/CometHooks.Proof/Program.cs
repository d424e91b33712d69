using CometHooks.Proof;
using CometHooks.Proof.Faults;

return args is [FaultyHub.Argument, var fault, "--config", var folder]
    ? await FaultyHub.RunAsync(Enum.Parse<Fault>(fault), folder)
    : await ProofCommand.Build().Parse(args).InvokeAsync();
