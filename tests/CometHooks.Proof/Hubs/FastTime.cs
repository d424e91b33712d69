using System.Globalization;

namespace CometHooks.Proof.Hubs;

/// <summary>
/// This machine's clock, so many times as fast: hours of waiting pass in seconds. A hub of this program gets it by its
/// environment, and then both have the same time.
/// </summary>
internal sealed class FastTime : TimeProvider
{
    /// <summary>Tells a hub of this program its clock.</summary>
    public const string Variable = "COMETHOOKS_PROOF_TIME";

    private readonly DateTimeOffset _start;
    private readonly int _times;
    private readonly long _since = System.GetTimestamp();
    private TimeSpan _ahead;

    private FastTime(DateTimeOffset start, int times, TimeSpan ahead) => (_start, _times, _ahead) = (start, times, ahead);

    /// <summary>From now on, so many times as fast.</summary>
    public static FastTime Of(int times) => new(DateTimeOffset.FromUnixTimeMilliseconds(System.GetUtcNow().ToUnixTimeMilliseconds()), times, TimeSpan.Zero);

    /// <summary>The clock of this process; this machine's where nothing else was said.</summary>
    public static TimeProvider OfEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return System;
        }

        var parts = Array.ConvertAll(text.Split(';'), part => long.Parse(part, CultureInfo.InvariantCulture));
        return new FastTime(DateTimeOffset.FromUnixTimeMilliseconds(parts[0]), (int)parts[1], TimeSpan.FromSeconds(parts[2]));
    }

    /// <summary>What the variable says to a hub that starts now.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{_start.ToUnixTimeMilliseconds()};{_times};{(long)_ahead.TotalSeconds}");

    /// <summary>So much passes at once, for whoever is started after that.</summary>
    public void Skip(TimeSpan time) => _ahead += time;

    public override DateTimeOffset GetUtcNow() => _start + ((base.GetUtcNow() - _start) * _times) + _ahead;

    public override long GetTimestamp() => (base.GetTimestamp() - _since) * _times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(base.CreateTimer(callback, state, Shortened(dueTime), Shortened(period)), this);

    /// <summary>As long as this is on this machine's clock. What is not zero stays so.</summary>
    public TimeSpan Shortened(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : time / _times is var shorter && shorter > TimeSpan.FromMilliseconds(1) ? shorter : TimeSpan.FromMilliseconds(1);

    private sealed class Timer(ITimer timer, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Shortened(dueTime), time.Shortened(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
