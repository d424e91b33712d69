using CometHooks.Proof;

return await ProofCommand.Build().Parse(args).InvokeAsync();
