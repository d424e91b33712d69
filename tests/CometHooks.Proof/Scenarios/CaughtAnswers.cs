using System.Collections.Concurrent;
using CometHooks.Cli.Demo;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Proof.Scenarios;

/// <summary>
/// A Cometly that can keep requests waiting. What it caught it refuses, without counting it, when it is told that their
/// sender is frozen; what then comes again it counts, and says so only when the sender is awake. So the late refusal and
/// the good answer meet at the hubs, the late one first.
/// </summary>
internal sealed class CaughtAnswers(int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SlowAnswers _slow = new(seed);

    // May be counted already, and then to refuse it would be a lie: it is never caught.
    private readonly ConcurrentDictionary<string, bool> _answered = new(StringComparer.Ordinal);
    private volatile Round? _round;

    public StandInAnswer? Next(StandInRequest request)
    {
        if (request.IdempotencyKey is not { } key)
        {
            return _slow.Next(request);
        }

        var answer = !_answered.ContainsKey(key) && _round is { } round ? round.Next(key, request) : null;
        if (answer is not { Counts: false })
        {
            _answered[key] = true;
        }

        return answer ?? _slow.Next(request);
    }

    /// <summary>Keeps what comes from now on waiting, until so many wait. False: they do not come.</summary>
    public Task<bool> CatchAsync(int count, CancellationToken cancellationToken)
    {
        var round = _round = new Round();
        return UntilAsync(() => round.Caught >= count, cancellationToken);
    }

    /// <summary>Refuses what waits, and waits until so many of them came again. Gives how many did.</summary>
    public async Task<int> RefuseAsync(int count, CancellationToken cancellationToken)
    {
        var round = _round!;
        round.Refuse();
        await UntilAsync(() => round.CameAgain >= count, cancellationToken);
        return round.CameAgain;
    }

    /// <summary>Says what became of those that came again, and catches nothing any more.</summary>
    public void Release()
    {
        _round!.Release();
        _round = null;
    }

    private static async Task<bool> UntilAsync(Func<bool> holds, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var since = TimeProvider.System.GetTimestamp();
        while (!holds() && TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            await tick.WaitForNextTickAsync(cancellationToken);
        }

        return holds();
    }

    private sealed class Round
    {
        private readonly ConcurrentDictionary<string, bool> _caught = new(StringComparer.Ordinal);
        private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _cameAgain;

        public int Caught => _caught.Count;

        public int CameAgain => Volatile.Read(ref _cameAgain);

        public void Refuse() => _refused.TrySetResult();

        public void Release() => _released.TrySetResult();

        public StandInAnswer? Next(string key, StandInRequest request)
        {
            if (!_refused.Task.IsCompleted)
            {
                _caught[key] = true;
                return new StandInAnswer(context => AnswerAsync(context, _refused.Task, 422, """{"message":"Not now."}"""), Counts: false);
            }

            if (!_caught.ContainsKey(key))
            {
                return null;
            }

            Interlocked.Increment(ref _cameAgain);
            return new StandInAnswer(context => AnswerAsync(context, _released.Task, 202, """{"status":202,"message":"Event accepted and queued."}"""), Counts: request.Problem is null);
        }

        private static async Task AnswerAsync(HttpContext context, Task when, int status, string body)
        {
            await when.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body, context.RequestAborted);
        }
    }
}
