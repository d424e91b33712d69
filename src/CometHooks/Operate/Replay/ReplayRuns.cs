using System.Collections.Concurrent;
using CometHooks.Map;

namespace CometHooks.Operate.Replay;

/// <summary>
/// Replays that run in this hub, and those that ran since it started. A run goes on whoever looks at it; its id is its
/// asker's, so that asking again because no answer came does not run it twice. A hub that is asked for one that ran
/// elsewhere, or before it started, runs it again, which changes nothing: what counts is left alone, and what goes as a
/// new event has its key by the id.
/// </summary>
internal sealed partial class ReplayRuns(
    MapAnew mapAnew, SendDead sendDead, SendAsNew sendAsNew, MapTargets targets, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ReplayRuns> logger)
{
    private const int MostKept = 100;
    private const string Stopped = "stopped. What began stays begun; the same replay again goes on.";

    private readonly ConcurrentDictionary<string, ReplayRun> _runs = new(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReplayRun> All => [.. _runs.Values.OrderByDescending(r => r.BeganAt)];

    public ReplayRun? Find(string id) => _runs.GetValueOrDefault(id);

    /// <summary>What is wrong with it; null: it may begin.</summary>
    public string? Problem(ReplayRequest request) => request.Problem(targets);

    /// <summary>Begins it, unless one with this id began already.</summary>
    public ReplayRun Begin(string id, ReplayRequest request)
    {
        var fresh = new ReplayRun(id, request, time.GetUtcNow());
        var run = _runs.GetOrAdd(id, fresh);
        if (ReferenceEquals(run, fresh))
        {
            Forget();
            _ = Task.Run(() => RunAsync(run), CancellationToken.None);
        }

        return run;
    }

    public IAsyncEnumerable<ReplayProgress> Steps(ReplayRequest request, CancellationToken cancellationToken) => request.Mode switch
    {
        ReplayMode.Dead => sendDead.RunAsync(request, cancellationToken),
        ReplayMode.New => sendAsNew.RunAsync(request, cancellationToken),
        _ => mapAnew.RunAsync(request, cancellationToken),
    };

    private async Task RunAsync(ReplayRun run)
    {
        try
        {
            await foreach (var progress in Steps(run.Request with { Id = run.Id }, lifetime.ApplicationStopping))
            {
                run.Progress = progress;
                if (run.IsStopped && !progress.Done)
                {
                    run.Progress = progress with { Problem = Stopped };
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            run.Progress = run.Progress with { Problem = Stopped };
        }
        catch (Exception e)
        {
            Log.BrokenOff(logger, e, run.Id);
            run.Progress = run.Progress with { Problem = "broken off, the hub's log says why. What began stays begun; the same replay again goes on." };
        }

        run.EndedAt = time.GetUtcNow();
    }

    private void Forget()
    {
        foreach (var old in All.Where(r => r.EndedAt is not null).Skip(MostKept))
        {
            _runs.TryRemove(old.Id, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Replay {Id} broke off; what began stays begun")]
        public static partial void BrokenOff(ILogger logger, Exception exception, string id);
    }
}
