using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.Tracing;
using Microsoft.Data.Sqlite;

namespace CometHooks.Proof.Scenarios;

/// <summary>A disk that falls ill under a hub, gets well again or not, and may lose its power. It remembers from one life of the hub to the next.</summary>
internal sealed class IllDisk(HubFolder folder, Load load, Readiness readiness, Random random) : IAsyncDisposable
{
    // A disk that comes and goes must have failed so often.
    private const int Enough = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FileOnDisk _database = new(folder.Store, writersSync: false);
    private readonly FileOnDisk _log = new($"{folder.Store}-wal", writersSync: true);
    private readonly PowerCut _cut = new(random);
    private HubProcess _hub = null!;
    private TamperedDisk? _disk;
    private Illness? _illness;
    private int _files;

    /// <summary>How many calls failed.</summary>
    public int Failed { get; private set; }

    /// <summary>How many writes were lost by failed syncs, whether they were written again or not.</summary>
    public int Lost => _database.Lost + _log.Lost;

    public int PowerCuts { get; private set; }

    /// <summary>How many writes hold something else since a power cut.</summary>
    public int Garbled => _cut.Garbled;

    /// <summary>How many logs a power cut has cut off.</summary>
    public int Truncated => _cut.Truncated;

    /// <summary>What went wrong.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>A hub starts on it, while it is well. It sees all that the hub does, from its first step on.</summary>
    /// <param name="hub">A frozen one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task BeginAsync(HubProcess hub, CancellationToken cancellationToken)
    {
        _hub = hub;
        await BecomeAsync(null, cancellationToken);
        await hub.ListensAsync(cancellationToken);
    }

    /// <summary>It falls ill, and the hub notices.</summary>
    public async Task FallIllAsync(Illness illness, CancellationToken cancellationToken)
    {
        await _hub.FreezeAsync(cancellationToken);
        await BecomeAsync(illness, cancellationToken);
        if (illness.Says is null)
        {
            await FailsAsync(Enough, cancellationToken);
        }
        else if (await readiness.UntilAsync(_hub, isReady: false, cancellationToken) is not { } error)
        {
            Failures.Add($"While {illness.Name}, the hub said that it was ready.");
        }
        else if (!error.Contains(illness.Says, StringComparison.Ordinal))
        {
            Failures.Add($"While {illness.Name}, the hub said of its store: {error}");
        }
    }

    /// <summary>It gets well, and the hub goes on by itself.</summary>
    public async Task GetWellAsync(CancellationToken cancellationToken)
    {
        var was = _illness;
        await _hub.FreezeAsync(cancellationToken);
        await BecomeAsync(null, cancellationToken);
        if (await readiness.UntilAsync(_hub, isReady: true, cancellationToken) is null)
        {
            Failures.Add($"After {was?.Name}, the hub did not go on by itself.");
        }

        await load.AcknowledgedAnotherAsync(cancellationToken);
    }

    /// <summary>The hub is killed, while nothing happens to the disk.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await _hub.KillAsync(cancellationToken);
        await SeeAsync(cancellationToken);
    }

    /// <summary>The power fails under a hub that was killed.</summary>
    public void LosePower()
    {
        PowerCuts++;
        foreach (var file in new[] { _database, _log })
        {
            _cut.Hit(file);
            file.Unseen();
        }

        // The index of the WAL is memory.
        File.Delete($"{folder.Store}-shm");
        if (Damage() is { } damage)
        {
            Failures.Add($"Power cut {PowerCuts} damaged the database: {damage}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disk is not null)
        {
            await _disk.DisposeAsync();
        }
    }

    // Looked for in a copy: whoever opens the store itself changes it.
    private string? Damage()
    {
        var copy = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Root, $"cut-{PowerCuts}")).FullName, "hub.db");
        foreach (var file in new[] { _database.Path, _log.Path }.Where(File.Exists))
        {
            File.Copy(file, copy + file[folder.Store.Length..]);
        }

        try
        {
            using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "pragma integrity_check";
            return check.ExecuteScalar() is "ok" ? null : (string?)check.ExecuteScalar();
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        }
    }

    private async Task BecomeAsync(Illness? illness, CancellationToken cancellationToken)
    {
        await _hub.IsFrozenAsync(cancellationToken);
        await SeeAsync(cancellationToken);
        IReadOnlyList<string> paths = [.. illness?.OfDatabase ?? true ? [_database.Path] : Array.Empty<string>(), .. illness?.OfLog ?? true ? [_log.Path] : Array.Empty<string>()];
        _illness = illness;
        _disk = await TamperedDisk.AttachAsync(_hub, Path.Combine(folder.Root, $"disk-{++_files}"), illness?.Inject, paths, cancellationToken);
        await _hub.ThawAsync(cancellationToken);
    }

    private async Task SeeAsync(CancellationToken cancellationToken)
    {
        if (_disk is null)
        {
            return;
        }

        var calls = await _disk.DetachAsync(cancellationToken);
        await _disk.DisposeAsync();
        _disk = null;
        var injected = calls.Count(c => c.IsInjected);
        Failed += injected;
        if (_illness is not null && injected == 0)
        {
            Failures.Add($"While {_illness.Name}, no call failed: this run showed nothing.");
        }

        foreach (var (file, seen) in new[] { (_database, _illness?.OfDatabase ?? true), (_log, _illness?.OfLog ?? true) })
        {
            if (seen)
            {
                file.See(calls);
            }
            else
            {
                file.Unseen();
            }
        }
    }

    private async Task FailsAsync(int times, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Patience && _disk!.Injected < times;)
        {
            await tick.WaitForNextTickAsync(cancellationToken);
        }
    }
}
