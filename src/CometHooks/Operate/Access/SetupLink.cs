using System.Security.Cryptography;
using System.Text;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Access;

/// <summary>
/// A hub that nobody can sign in to writes a link, once, by which the first admin chooses a name and a password. It holds
/// for an hour; a restart writes another one. It is in a file that only the hub's user can read, and on the terminal.
/// </summary>
internal sealed partial class SetupLink(IAccess access, Listeners listeners, ConsoleOptions options, TimeProvider time, ILogger<SetupLink> logger) : IHostedLifecycleService
{
    public const string Path = "/setup";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>What a link says when somebody has used it.</summary>
    public const string Over = "This link does not hold any more: the first admin is there. Ask an admin of this hub to add you.";

    /// <summary>Where a hub without users has its link, for whoever runs it.</summary>
    public const string Where = "The link by which the first admin chooses a name and a password is in the file setup-link.txt of the hub's data folder. It holds for an hour; a restart of the hub writes another one.";

    private const string FileName = "setup-link.txt";

    private string File => System.IO.Path.Combine(options.SetupFolder, FileName);

    /// <summary>The link that a hub wrote into the folder; null where there is none.</summary>
    public static string? Read(string folder)
        => System.IO.Path.Combine(folder, FileName) is var file && System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file).Trim() : null;

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        if (!await access.OfferSetupAsync(Hash(token), time.GetUtcNow() + Lifetime, cancellationToken))
        {
            Forget();
            return;
        }

        var link = new Uri(options.PublicUrl.Length > 0 ? new Uri(options.PublicUrl) : listeners.Admin, $"{Path}?token={token}").AbsoluteUri;
        try
        {
            PrivateFile.Write(File, link);
            Log.Written(logger, System.IO.Path.GetFullPath(File));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(logger, System.IO.Path.GetFullPath(File), e.Message);
        }

        // A log may be read by many, a terminal by who started the hub.
        if (!Console.IsOutputRedirected)
        {
            Console.Out.WriteLine($"\nNobody can sign in to the console yet. Open this link within an hour:\n{link}\n");
        }
    }

    /// <summary>The link was used.</summary>
    public void Forget() => PrivateFile.Forget(File);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nobody can sign in to the console yet: {File} holds a link for the first admin, for an hour")]
        public static partial void Written(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Error, "Nobody can sign in to the console yet, and the link for the first admin could not be written to {File}: {Error}")]
        public static partial void NotWritten(ILogger logger, string file, string error);
    }
}
