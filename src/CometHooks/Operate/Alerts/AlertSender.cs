using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Tells receivers of alerts until they have it: a notice is a row until then, so that it outlives a restart.</summary>
internal sealed partial class AlertSender(IAlerts store, AlertReceivers receivers, AlertSignal signal, TimeProvider time, ILogger<AlertSender> logger)
    : BackgroundService
{
    private const int Most = 8;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    // A stop lets the request under way end: a receiver that has it already would be told again.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // What is older is no news any more; the console still shows what is open.
    private static readonly TimeSpan GiveUp = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var cutOff = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopping = stoppingToken.Register(() => cutOff.CancelAfter(Grace));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = time.GetUtcNow();
                var due = await store.ClaimNoticesAsync(Most, now, now + Lease, stoppingToken);
                if (due.Count > 0)
                {
                    // One receiver that does not answer must not keep the others waiting; each is told in order.
                    await Task.WhenAll(due.GroupBy(d => d.Notice.Receiver, StringComparer.Ordinal).Select(of => SendAllAsync([.. of], stoppingToken, cutOff.Token)));
                    continue;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotTold(logger, e);
            }

            await signal.WaitAsync(Look, stoppingToken);
        }
    }

    // What a stop leaves over is told by the next start, or by another instance, once its lease ends.
    private async Task SendAllAsync(IReadOnlyList<DueNotice> notices, CancellationToken stopping, CancellationToken cutOff)
    {
        foreach (var due in notices)
        {
            stopping.ThrowIfCancellationRequested();
            await SendAsync(due, cutOff);
        }
    }

    private async Task SendAsync(DueNotice due, CancellationToken cancellationToken)
    {
        var answer = await receivers.TellAsync(due.Notice, cancellationToken);
        var now = time.GetUtcNow();
        if (answer.Taken)
        {
            Log.Told(logger, due.Notice.Receiver, due.Notice.Alert.Key, due.Notice.ResolvedAt is null ? "fired" : "resolved");
            await store.EndNoticeAsync(due.Number, CancellationToken.None);
        }
        else if (now - due.MadeAt > GiveUp)
        {
            Log.GivenUp(logger, due.Notice.Receiver, due.Notice.Alert.Key, answer.Text);
            await store.EndNoticeAsync(due.Number, CancellationToken.None);
        }
        else
        {
            var wait = FirstWait * Math.Pow(2, Math.Min(due.Tries, 10));
            Log.TriedInVain(logger, due.Notice.Receiver, due.Notice.Alert.Key, answer.Text);
            await store.PostponeNoticeAsync(due.Number, now + (wait < LongestWait ? wait : LongestWait), CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Receiver {Receiver} was told of alert {Alert}: {News}")]
        public static partial void Told(ILogger logger, string receiver, string alert, string news);

        [LoggerMessage(LogLevel.Warning, "Receiver {Receiver} could not be told of alert {Alert}: {Error}. It is tried again")]
        public static partial void TriedInVain(ILogger logger, string receiver, string alert, string error);

        [LoggerMessage(LogLevel.Error, "Receiver {Receiver} could not be told of alert {Alert} for a day: {Error}. It is not tried again")]
        public static partial void GivenUp(ILogger logger, string receiver, string alert, string error);

        [LoggerMessage(LogLevel.Error, "Receivers of alerts could not be told; the next try comes by itself")]
        public static partial void NotTold(ILogger logger, Exception exception);
    }
}
