namespace CometHooks.Deliver;

/// <summary>Says once what holds a destination's delivery up, and once that it goes on: not with every attempt.</summary>
internal sealed partial class FlowLog(string destination, TimeProvider time, ILogger<FlowLog> logger)
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMinutes(5);
    private DateTimeOffset _toldUntil;

    public void Opened() => Log.Opened(logger, destination, Breaker.FailuresToOpen);

    public void Closed() => Log.Closed(logger, destination);

    /// <summary>Cometly's 429: told where it is long, and not again before the time is up that was told.</summary>
    public void Throttled(TimeSpan wait)
    {
        var now = time.GetUtcNow();
        if (wait > WorthTelling && now >= _toldUntil)
        {
            _toldUntil = now + wait;
            Log.Throttled(logger, destination, _toldUntil);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Destination {Destination} is in trouble: {Failures} failures in a row. Until it answers, one conversion at a time probes it")]
        public static partial void Opened(ILogger logger, string destination, int failures);

        [LoggerMessage(LogLevel.Information, "Destination {Destination} answers again")]
        public static partial void Closed(ILogger logger, string destination);

        [LoggerMessage(LogLevel.Warning, "Destination {Destination} takes nothing before {Until:u}: it answered 429 with that Retry-After")]
        public static partial void Throttled(ILogger logger, string destination, DateTimeOffset until);
    }
}
