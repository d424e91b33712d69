using CometHooks.Operate.Diff;

namespace CometHooks.Cli.Diff;

/// <summary>A difference for programs.</summary>
internal static class DiffJson
{
    /// <param name="webhooks">What was compared.</param>
    /// <param name="difference">The difference.</param>
    /// <param name="fails">Whether more differs than was allowed.</param>
    /// <param name="show">Field and value → the value as it may be shown.</param>
    public static object Of(ComparedWebhooks webhooks, MappingDifference difference, bool fails, Func<string, string, string> show) => new
    {
        Ok = !fails,
        webhooks.Endpoint,
        Webhooks = webhooks.Count,
        webhooks.From,
        webhooks.To,
        difference.Before,
        difference.After,
        difference.Gained,
        difference.Lost,
        difference.Changed,
        Percent = Rounded(difference.Percent),
        Events = difference.Events.Select(e => new
        {
            e.EventName,
            e.Before,
            e.After,
            e.Changed,
            e.Gained,
            e.Lost,
            Fields = e.Fields.Select(f => new
            {
                f.Field,
                f.Lost,
                f.Changed,
                f.Gained,
                f.Rules,
                Examples = f.Examples.Select(x => new { x.EventId, Before = Value(f.Field, x.Before, show), After = Value(f.Field, x.After, show) }),
            }),
            Readiness = new { Before = Rounded(e.ReadinessBefore), After = Rounded(e.ReadinessAfter) },
        }),
        Money = difference.Money.Select(m => new { m.EventName, m.Currency, m.Before, m.After }),
    };

    private static decimal? Rounded(decimal? number) => number is { } some ? Math.Round(some, 2) : null;

    private static string? Value(string field, string? value, Func<string, string, string> show) => value is null ? null : show(field, value);
}
