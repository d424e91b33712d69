using System.Globalization;

namespace CometHooks.Operate.Alerts;

/// <summary>A span of time as people say it.</summary>
internal static class Span
{
    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => Number(span.TotalSeconds, "seconds"),
        { TotalHours: < 2 } => Number(span.TotalMinutes, "minutes"),
        { TotalDays: < 2 } => Number(span.TotalHours, "hours"),
        _ => Number(span.TotalDays, "days"),
    };

    private static string Number(double number, string unit) => $"{((long)number).ToString(CultureInfo.InvariantCulture)} {unit}";
}
