using System.CommandLine;
using CometHooks.Cli.Explain;

namespace CometHooks.Cli;

/// <summary>The commands. Without one: <c>serve</c>.</summary>
internal static class CommandLine
{
    /// <summary>The configuration folder; every command knows it.</summary>
    public static Option<string> Config { get; } = new("--config")
    {
        Description = "The configuration folder (default: COMETHOOKS_CONFIG, else 'config').",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("COMETHOOKS_CONFIG") is { Length: > 0 } folder ? folder : "config",
    };

    /// <summary>Machine-readable output; every command that prints a result knows it.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON instead of text." };

    /// <summary>Runs a command line and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = Build().Parse(args);
        var code = await arguments.InvokeAsync();
        return arguments.Errors.Count > 0 ? ExitCodes.Unusable : code;
    }

    public static RootCommand Build()
    {
        var serve = ServeCommand.Build();
        var root = new RootCommand("CometHooks receives signed webhooks, maps them by YAML rules and delivers them to Cometly's events API, each conversion once.")
        {
            serve,
            DemoCommand.Build(),
            CheckCommand.Build(),
            ApplyCommand.Build(),
            MapCommand.Build(),
            ExplainCommand.Build(),
            TestCommand.Build(),
            DiffCommand.Build(),
            SendCommand.Build(),
            HealthCommand.Build(),
            ResumeCommand.Build(),
            ReplayCommand.Build(),
            ForgetCommand.Build(),
            ReadinessCommand.Build(),
            StoreCommand.Build(),
        };
        root.Options.Add(Config);
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }
}
