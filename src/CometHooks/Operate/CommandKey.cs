using System.Security.Cryptography;
using System.Text;
using CometHooks.Operate.Access;
using CometHooks.Receive;

namespace CometHooks.Operate;

/// <summary>
/// The key of this machine's commands: new at each start, in a file that only the hub's user can read, gone when the hub
/// stops. Whoever can read it could read the store too.
/// </summary>
internal sealed partial class CommandKey(Listeners listeners, ConsoleOptions options, ILogger<CommandKey> logger) : IHostedLifecycleService
{
    private readonly byte[] _value = RandomNumberGenerator.GetBytes(32);
    private string? _file;

    public string Value => Convert.ToHexStringLower(_value);

    /// <summary>Where the key of the hub with this admin address is: hubs may share a folder.</summary>
    public static string FileOf(ConsoleOptions options, Uri admin) => Path.Combine(options.SetupFolder, $"command-key-{admin.Port}.txt");

    /// <summary>Whether the request brings it.</summary>
    public bool IsIn(HttpRequest request)
        => request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header["Bearer ".Length..]), Encoding.UTF8.GetBytes(Value));

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var file = FileOf(options, listeners.Admin);
        try
        {
            PrivateFile.Write(file, Value);
            _file = file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(logger, Path.GetFullPath(file), e.Message);
        }

        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            PrivateFile.Forget(_file);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Commands such as resume and replay need an API key (COMETHOOKS_API_KEY): theirs could not be written to {File}: {Error}")]
        public static partial void NotWritten(ILogger logger, string file, string error);
    }
}
