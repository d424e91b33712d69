using System.CommandLine;
using System.Net.Http.Headers;
using CometHooks.Configuration;
using CometHooks.Operate;

namespace CometHooks.Cli;

/// <summary>How a command shows the running hub that it may: by the hub's file on this machine, or by an API key.</summary>
internal static class CommandAccess
{
    /// <summary>An API key for commands that run elsewhere than the hub, or as another user.</summary>
    public const string Variable = "COMETHOOKS_API_KEY";

    /// <summary>Without a key the hub says what is missing.</summary>
    public static AuthenticationHeaderValue? Of(ParseResult arguments)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } key)
        {
            return new AuthenticationHeaderValue("Bearer", key);
        }

        HubConfiguration.TryLoad(
            arguments.GetRequiredValue(CommandLine.Config), ConfiguredHub.ProcessEnvironment(), HubConfiguration.AnySource, out var configuration, problems: [], warnings: []);
        var options = configuration?.Options ?? new HubOptions();
        try
        {
            return new AuthenticationHeaderValue("Bearer", File.ReadAllText(CommandKey.FileOf(options.Console, RunningHubUrl.Of(options.Listen.Admin, "/"))).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
