using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>One thing that somebody must hear of.</summary>
internal interface IAlertCondition
{
    /// <summary>Its name in alerts.</summary>
    string Name { get; }

    /// <summary>What is wrong now.</summary>
    Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken);

    /// <summary>Whether an alert that is not found any more is over: not being seen here is not always that.</summary>
    bool IsOver(OpenAlert alert, HubReading now);
}

/// <param name="Subject">The endpoint or destination; empty for the whole hub.</param>
/// <param name="Severity">error or warning.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="Page">Where in the console something can be done about it.</param>
internal sealed record Finding(string Subject, string Severity, string Text, string Page);
