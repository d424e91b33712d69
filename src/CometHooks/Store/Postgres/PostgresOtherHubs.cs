using System.Collections.Concurrent;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>
/// <c>listen</c> on one connection and <c>notify</c> on another. What is told goes out after the write it is about, in a
/// transaction of its own, and each thing at most every <see cref="Pause"/>: PostgreSQL commits those that notify one
/// after the other, so a <c>notify</c> within each write would make all writers of all hubs wait for each other's disk.
/// </summary>
internal sealed partial class PostgresOtherHubs(PostgresConnections connections, TimeProvider time, ILogger logger) : IOtherHubs
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    // A connection that died without a word is noticed when it is asked something.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> _untold = new(StringComparer.Ordinal);
    private readonly AsyncSignal _tell = new(time);
    private volatile int _teller;

    public void Wake(WakeCall call)
    {
        _untold[call.ToString()] = true;
        _tell.Set();
    }

    public Task RunAsync(Action<WakeCall> heard, CancellationToken cancellationToken) =>
        Task.WhenAll(AgainAndAgainAsync(TellAsync, cancellationToken), AgainAndAgainAsync((connected, token) => ListenAsync(heard, connected, token), cancellationToken));

    private async Task AgainAndAgainAsync(Func<Action, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        // Said once: a server that is away for an hour fails 3,600 times.
        var isLost = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await run(() => isLost = false, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Lost(logger, isLost ? LogLevel.Debug : LogLevel.Warning, e);
                isLost = true;
                await Task.Delay(AfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TellAsync(Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        connected();
        _teller = connection.ProcessID;

        // What is only told need not be on disk.
        await ExecuteAsync(connection, "set synchronous_commit = off", cancellationToken);
        await using var command = new NpgsqlCommand(PostgresStatements.Wake, connection);
        var calls = command.Parameters.Add(new NpgsqlParameter<string[]>("calls", []));
        await command.PrepareAsync(cancellationToken);
        while (true)
        {
            await _tell.WaitAsync(Silence, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();

            // Also without anything to tell, so that a dead connection is noticed before it is needed.
            string[] told = [.. _untold.Keys.Where(call => _untold.TryRemove(call, out _))];
            calls.Value = told;
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch
            {
                // Told by the next connection.
                Array.ForEach(told, call => _untold[call] = true);
                _tell.Set();
                throw;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task ListenAsync(Action<WakeCall> heard, Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        connected();
        connection.Notification += (_, told) =>
        {
            // What this hub told, it told itself already.
            if (told.PID != _teller)
            {
                heard(WakeCall.Read(told.Payload));
            }
        };
        await ExecuteAsync(connection, PostgresStatements.Listen, cancellationToken);
        Log.Listens(logger);
        heard(WakeCall.Webhooks);
        heard(WakeCall.Mappings);
        while (true)
        {
            if (!await connection.WaitAsync(Silence, cancellationToken))
            {
                await ExecuteAsync(connection, "select 1", cancellationToken);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Listening to the other hubs")]
        public static partial void Listens(ILogger logger);

        [LoggerMessage("A connection to the other hubs was lost and is made anew; until then work is found by looking for it")]
        public static partial void Lost(ILogger logger, LogLevel level, Exception exception);
    }
}
