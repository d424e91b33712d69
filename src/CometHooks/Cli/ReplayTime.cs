using System.Globalization;
using CometHooks.Configuration;

namespace CometHooks.Cli;

/// <summary>A time as a person writes it: so long ago, a day, or a time of a day. Without an offset it is UTC.</summary>
internal static class ReplayTime
{
    /// <param name="text">What was written; null reads as no time.</param>
    /// <param name="now">What "ago" counts from.</param>
    /// <param name="time">The time.</param>
    public static bool TryRead(string? text, DateTimeOffset now, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        if (Duration.TryParse(text, out var ago) && ago <= now - DateTimeOffset.UnixEpoch)
        {
            time = now - ago;
            return true;
        }

        // Day and month are never guessed: only a year first is read.
        var isRead = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read)
            && text.Length >= 10
            && text[4] == '-';
        time = isRead ? read : null;
        return isRead;
    }
}
