using System.Buffers;
using System.Globalization;

namespace CometHooks.Configuration;

/// <summary>Durations as people write them: <c>500ms</c>, <c>2.5s</c>, <c>30m</c>, <c>25h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "a duration such as 500ms, 300s, 30m, 25h or 7d";

    private static readonly SearchValues<char> _number = SearchValues.Create("0123456789.");

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().Trim();
        var unitAt = digits.IndexOfAnyExcept(_number);
        if (unitAt <= 0
            || !decimal.TryParse(digits[..unitAt], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || TicksOf(digits[unitAt..]) is not { } ticks
            || number > long.MaxValue / ticks)
        {
            return false;
        }

        duration = new TimeSpan((long)(number * ticks));
        return true;
    }

    private static long? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        "d" => TimeSpan.TicksPerDay,
        _ => null,
    };
}
