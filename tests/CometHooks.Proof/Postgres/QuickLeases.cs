using Npgsql;

namespace CometHooks.Proof.Postgres;

/// <summary>
/// Ends leases that have lasted a few seconds, as if as much time had passed as they last: what a dead or frozen hub had
/// claimed is free after seconds, not minutes, and the hubs are the ones that are shipped.
/// </summary>
internal sealed class QuickLeases : IAsyncDisposable
{
    private static readonly string[] Tables = ["webhooks", "conversions"];
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly string _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<(string Table, long Id, long Lease), long> _since = [];
    private readonly Task _running;
    private int _webhooks;

    public QuickLeases(string connection)
    {
        _connection = $"{connection};Pooling=false";
        _running = Task.Run(RunAsync);
    }

    /// <summary>How many webhooks' leases were ended: they were claimed, and not mapped in time.</summary>
    public int Webhooks => Volatile.Read(ref _webhooks);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // The server was killed: it comes back.
                await Task.Delay(Tick, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LookAsync()
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(_stop.Token);
        while (true)
        {
            foreach (var table in Tables)
            {
                var ended = await EndAsync(connection, table, [.. await OverdueAsync(connection, table)]);
                _webhooks += table == "webhooks" ? ended : 0;
            }

            await Task.Delay(Tick, _stop.Token);
        }
    }

    // The same lease for so long, by a clock that does not jump.
    private async Task<IEnumerable<long>> OverdueAsync(NpgsqlConnection connection, string table)
    {
        var live = new HashSet<(string Table, long Id, long Lease)>();
        await using (var command = new NpgsqlCommand($"select id, lease from {table} where lease_until > (extract(epoch from now()) * 1000)::bigint", connection))
        await using (var rows = await command.ExecuteReaderAsync(_stop.Token))
        {
            while (await rows.ReadAsync(_stop.Token))
            {
                live.Add((table, rows.GetInt64(0), rows.GetInt64(1)));
            }
        }

        foreach (var over in _since.Keys.Where(lease => lease.Table == table && !live.Contains(lease)).ToList())
        {
            _since.Remove(over);
        }

        foreach (var lease in live)
        {
            _since.TryAdd(lease, TimeProvider.System.GetTimestamp());
        }

        return live.Where(lease => TimeProvider.System.GetElapsedTime(_since[lease]) >= Length).Select(lease => lease.Id);
    }

    // Skips what is being written: its lease is about to end or to be another one.
    private async Task<int> EndAsync(NpgsqlConnection connection, string table, long[] ids)
    {
        if (ids.Length == 0)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand(
            $"update {table} set lease_until = (extract(epoch from now()) * 1000)::bigint where id in (select id from {table} where id = any(@ids) and lease_until is not null for update skip locked)", connection);
        command.Parameters.AddWithValue("ids", ids);
        return await command.ExecuteNonQueryAsync(_stop.Token);
    }
}
