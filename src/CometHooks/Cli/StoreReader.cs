using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Store;
using CometHooks.Store.Sql;

namespace CometHooks.Cli;

/// <summary>Opens the configured store for commands that only read. The hub may run or not; it is not disturbed.</summary>
internal static class StoreReader
{
    /// <summary>The store of the command's configuration; null where it cannot be read, and then it is said why. Mappings and plugins may be broken.</summary>
    public static async Task<SqlArchive?> OpenAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (!HubConfiguration.TryLoad(
            arguments.GetRequiredValue(CommandLine.Config), ConfiguredHub.ProcessEnvironment(), HubConfiguration.AnySource, out var configuration, problems, warnings: []))
        {
            Report.Problems(problems);
            return null;
        }

        return await OpenAsync(configuration.Options.Store, cancellationToken);
    }

    /// <summary>The same where the configuration is read already.</summary>
    public static async Task<SqlArchive?> OpenAsync(StoreOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreOpening.ReadAsync(options, TimeProvider.System, cancellationToken);
        }
        catch (StoreRefusedException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return null;
        }
    }
}
