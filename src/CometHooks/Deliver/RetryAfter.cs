using System.Globalization;

namespace CometHooks.Deliver;

/// <summary>The <c>Retry-After</c> header: seconds or a date, at most a day; 60 s where it is missing or neither.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Unreadable = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static TimeSpan Read(string? header, DateTimeOffset now)
    {
        var text = header?.Trim() ?? "";
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return text.Length > 6 ? Longest : Bounded(TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture)));
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bounded(date - now)
            : Unreadable;
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
}
