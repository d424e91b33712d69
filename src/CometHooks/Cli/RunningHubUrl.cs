using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Receive;

namespace CometHooks.Cli;

/// <summary>Where this machine reaches the hub that runs with a configuration.</summary>
internal static class RunningHubUrl
{
    /// <summary>
    /// Reads nothing but the addresses: the hub may run although a file is broken by now, and a container asks for its
    /// health every few seconds.
    /// </summary>
    public static Uri Of(ParseResult arguments, Func<ListenerOptions, string> listener, string path)
    {
        HubConfiguration.TryLoad(
            arguments.GetRequiredValue(CommandLine.Config), ConfiguredHub.ProcessEnvironment(), HubConfiguration.AnySource, out var configuration, problems: [], warnings: []);
        return Of(listener((configuration?.Options ?? new HubOptions()).Listen), path);
    }

    /// <summary>How this machine reaches an address that a hub listens on.</summary>
    public static Uri Of(string listen, string path)
    {
        var url = new UriBuilder(listen.Replace("//*", "//127.0.0.1", StringComparison.Ordinal).Replace("//+", "//127.0.0.1", StringComparison.Ordinal)) { Path = path };
        if (url.Host is "0.0.0.0" or "[::]")
        {
            url.Host = "127.0.0.1";
        }

        return url.Uri;
    }
}
